import type { ReportType } from "@chartkey/protocol/report-metadata";
import { m } from "#messages";
import { documentName } from "../documents/documentName.ts";
import { all, isResource, one, text, type Json, type JsonObject, type Resource } from "../viewers/fhir/fhirJson.ts";
import { concept } from "../viewers/fhir/fhirValues.ts";
import { parseExactly } from "./exactJson.ts";
import { newUrl } from "./newUrl.ts";
import { namedResources, pointersIn, reaching, type Named } from "./references.ts";

/** A part of a health record, as a document of its own. */
export interface DocumentPart {
  title: string;
  type: ReportType;
  /** How many entries of the record the part is about; what they lean on is in it, too */
  entries: number;
  file: File;
}

export interface SplitDocument {
  /** When it was written, as "2026-11-12"; null where it does not say so by day */
  date: string | null;
  /** In the author's order; what no section names is the last */
  parts: DocumentPart[];
}

/** Titles longer than this are cut; see `ReportMetadata`. */
const LONGEST_TITLE = 200;

/** LOINC codes of sections whose reports have a type of their own (HL7 International Patient Summary). */
const types: Readonly<Record<string, ReportType>> = {
  "10160-0": "prescription",
  "30954-2": "laboratory",
  "11369-6": "vaccination",
};

/**
 * A FHIR R4 document with a section in each part: every part is a document Bundle with the head of the same Composition, one section
 * of it, and the entries that this section leads to, as they are. What is about the whole is in no part: its narrative, the events it
 * documents, its identifiers and its signature. Null for what is no such document, or has fewer than two parts.
 */
export function splitDocument(json: string): SplitDocument | null {
  const bundle = bundleIn(json);
  if (!bundle) return null;
  const named = namedResources(bundle);
  const composition = named.find(({ resource }) => resource.resourceType === "Composition");
  if (!composition) return null;

  const reach = reaching(named, (each) => each === composition);
  const headEntries = headEntriesOf(composition, named);
  const sections = all(composition.resource, "section").filter((section) => holdsSomething(section));
  const taken = new Set<Named>([composition, ...headEntries]);
  const parts = sections.map((section): DocumentPart => {
    const about = direct(section, named);
    const inside = reach(pointersIn(section)).found;
    for (const each of inside) taken.add(each);
    const title = titleOf(section);
    const code = all(one(section, "code"), "coding").map((coding) => text(coding, "code"));
    const type = code.map((each) => types[each]).find((each) => each !== undefined) ?? "other";
    return {
      title,
      type,
      entries: about.length,
      file: fileOf(bundle, composition, [section], [...headEntries, ...inside], title),
    };
  });
  const rest = named.filter((each) => !taken.has(each));
  if (rest.length > 0) {
    const title = m.flows_exchange_rest_title();
    parts.push({
      title,
      type: "other",
      entries: rest.length,
      file: fileOf(bundle, composition, [], [...headEntries, ...rest], title),
    });
  }
  const [date = ""] = /^\d{4}-\d{2}-\d{2}/.exec(text(composition.resource, "date")) ?? [];
  return parts.length > 1 ? { date: date || null, parts } : null;
}

function bundleIn(json: string): Resource | null {
  try {
    const parsed = parseExactly(json) as Json;
    return isResource(parsed) && parsed.resourceType === "Bundle" && text(parsed, "type") === "document"
      ? parsed
      : null;
  } catch {
    return null;
  }
}

const holdsSomething = (section: Json): boolean =>
  all(section, "entry").length > 0 ||
  all(section, "section").some(holdsSomething) ||
  one(section, "text") !== undefined;

const direct = (section: Json, named: readonly Named[]): Named[] => under(entriesIn(section), named);

const entriesIn = (section: Json): string[] => [
  ...all(section, "entry").map((to) => text(to, "reference")),
  ...all(section, "section").flatMap(entriesIn),
];

const under = (pointers: readonly string[], named: readonly Named[]): Named[] =>
  named.filter(({ names }) => names.some((name) => pointers.includes(name)));

/** Whom and what a record is about and by, with what that leads to; but nothing of a section, as an encounter may lead to a diagnosis. */
function headEntriesOf(composition: Named, named: readonly Named[]): Set<Named> {
  const inSections = new Set(all(composition.resource, "section").flatMap((section) => direct(section, named)));
  const reach = reaching(named, (each) => each === composition || inSections.has(each));
  const first = under(pointersIn(headOf(composition.resource)), named).filter((each) => each !== composition);
  return new Set([...first, ...reach(first.flatMap(({ resource }) => pointersIn(resource))).found]);
}

function titleOf(section: Json): string {
  const written = text(section, "title") || concept(one(section, "code")) || m.flows_exchange_section_unnamed();
  return documentName(written).slice(0, LONGEST_TITLE).trim();
}

function fileOf(
  bundle: Resource,
  composition: Named,
  section: readonly Json[],
  members: readonly Named[],
  title: string,
): File {
  const kept = new Set<Json>([composition.resource, ...members.map(({ resource }) => resource)]);
  const entry = all(bundle, "entry")
    .filter((each) => kept.has(one(each, "resource") as Json))
    .map((each) =>
      one(each, "resource") === composition.resource
        ? { ...(each as object), resource: partOf(composition.resource, section) }
        : each,
    );
  const identifier = { system: "urn:ietf:rfc:3986", value: newUrl() };
  const json = JSON.stringify({ ...without(bundle, aboutWholeBundle), identifier, entry }, null, 2);
  return new File([json], `${title.replaceAll(/[\\/:*?"<>|]/g, "_")}.json`, { type: "application/fhir+json" });
}

/** What of a Composition is true of each part: neither what its sections say, nor what tells it from other documents. */
const headOf = (composition: Resource) => without(composition, aboutWholeComposition);

const aboutWholeComposition = new Set(["id", "identifier", "text", "event", "relatesTo", "section", "contained"]);
const aboutWholeBundle = new Set(["id", "identifier", "signature", "link", "total"]);

const without = (resource: Resource, elements: ReadonlySet<string>): JsonObject =>
  Object.fromEntries(Object.entries(resource).filter(([name]) => !elements.has(name)));

/** FHIR allows no empty list. */
function partOf(composition: Resource, section: readonly Json[]): Resource {
  const part = { ...headOf(composition), resourceType: "Composition", ...(section.length > 0 && { section }) };
  const inside = all(composition, "contained").filter(isResource);
  const reach = reaching(
    inside.map((resource) => ({ resource, names: [`#${text(resource, "id")}`] })),
    () => false,
  );
  const contained = [...reach(pointersIn(part)).found].map(({ resource }) => resource);
  return { ...part, ...(contained.length > 0 && { contained }) };
}
