import { m } from "#messages";

/** JSON in which every number is kept as the digits the file holds: 6.10 is not 6.1 to a laboratory (FHIR R4, decimal). */
export type Json = string | boolean | null | readonly Json[] | JsonObject;
export type JsonObject = { readonly [name: string]: Json };

/** A resource of some type, otherwise unchecked. */
export type Resource = JsonObject & { readonly resourceType: string };

const keepDigits = (_: string, value: unknown, context?: { source?: string }) =>
  typeof value === "number" ? (context?.source ?? String(value)) : value;

/** @throws FhirFormatError when the bytes are no FHIR resource in JSON */
export function parseFhir(bytes: Uint8Array): Resource {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes), keepDigits);
  } catch {
    throw new FhirFormatError();
  }
  const resource = parsed as Json;
  if (!isResource(resource)) throw new FhirFormatError();
  return resource;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isResource(value: Json | undefined): value is Resource {
  const type = isObject(value) ? value["resourceType"] : undefined;
  return typeof type === "string" && /^[A-Z][A-Za-z]+$/.test(type);
}

/** The element `name`, as a list whether the file holds one, several or none. */
export function all(from: Json | undefined, name: string): readonly Json[] {
  const value = isObject(from) ? from[name] : undefined;
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as readonly Json[]) : [value];
}

/** The first of `all`. */
export function one(from: Json | undefined, name: string): Json | undefined {
  return all(from, name)[0];
}

/** The element as words, or nothing when it is absent or has parts of its own. */
export function text(from: Json | undefined, name: string): string {
  const value = one(from, name);
  return typeof value === "string" ? value : typeof value === "boolean" ? (value ? "yes" : "no") : "";
}

export class FhirFormatError extends Error {
  override name = "FhirFormatError";
  constructor() {
    super(m.fhir_format_unreadable());
  }
}
