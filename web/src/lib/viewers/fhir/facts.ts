import { m } from "#messages";
import { codeWords } from "./codeWords.ts";
import { all, one, text, type Json, type Resource } from "./fhirJson.ts";
import { annotation, reference, type Resolve } from "./fhirValues.ts";

export interface Fact {
  label: string;
  value: string;
}

/** How one type of resource is put into words. */
export interface View {
  /** What kind of entry this is, in words */
  kind: string;
  /** What to call it, where that is not its name, code, title or type */
  title?: (resource: Resource, resolve: Resolve) => string;
  facts: (resource: Resource, resolve: Resolve) => (Fact | undefined)[];
}

/** A line of what an entry says; nothing where the file says nothing. */
export const fact = (label: string, value: string): Fact | undefined => (value ? { label, value } : undefined);

export const list = (values: readonly Json[], write: (value: Json) => string, between = ", ") =>
  values.map(write).filter(Boolean).join(between);

export const notes = (resource: Resource) => fact(m.fhir_label_note(), list(all(resource, "note"), annotation, " "));

/** Whom or what the elements `name` of a resource point to. */
export const references = (from: Json | undefined, name: string, resolve: Resolve) =>
  list(all(from, name), (each) => reference(each, resolve));

/** Whom or what the element `inner` of each element `name` points to. */
export const referencesIn = (from: Json | undefined, name: string, inner: string, resolve: Resolve) =>
  list(all(from, name), (each) => reference(one(each, inner), resolve));

export const coded = (from: Json | undefined, name: string) => codeWords(text(from, name));
