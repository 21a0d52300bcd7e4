import { m } from "#messages";
import { attachmentsOf, containedIn, type Attachment } from "./attachments.ts";
import { codesOf, type Code } from "./codes.ts";
import { describeResource, type Description } from "./describeResource.ts";
import { all, isResource, one, text, type Json, type Resource } from "./fhirJson.ts";
import { annotation, choice, concept, date, resolver, type Resolve } from "./fhirValues.ts";
import type { Mark } from "./marks.ts";
import { missingFrom, sectionsOf } from "./missing.ts";
import { narrative } from "./narrative.ts";
import { observationValue, referenceRange } from "./observation.ts";
import { togetherByTest, trendsOf, type Trend } from "./trends.ts";

export interface Entry extends Description {
  id: string;
  /** BCP 47, of what the author wrote; empty when the file does not say */
  language: string;
  /** The author's own words about all of it */
  narrative: string;
  codes: Code[];
  attachments: Attachment[];
  /** What exists only inside this entry */
  contained: Entry[];
  /** The entry as the file holds it */
  raw: Json;
}

/** One measured value, as a line of a table. */
export interface ResultRow {
  id: string;
  test: string;
  result: string;
  usual: string;
  marks: Mark[];
  /** The file says how it compares with what is usual; nobody else does */
  isCompared: boolean;
  when: string;
  note: string;
}

export interface Section {
  id: string;
  /** As the author calls it */
  title: string;
  /** The name of its code, where the author uses another */
  officialName: string;
  language: string;
  narrative: string;
  /** Why it holds nothing, as the author says */
  empty: string;
  /** Simple results, when there are several: they read better below each other */
  results: ResultRow[];
  /** The entries behind `results` */
  resultEntries: Entry[];
  entries: Entry[];
}

export interface FhirDocument {
  title: string;
  /** What the file names but does not hold, in sentences */
  missing: string[];
  trends: Trend[];
  /** In the author's order; first, without a title, the document's head and the patient; last what no section names */
  sections: Section[];
}

const head = ["Composition", "Patient"];
const last = ["Medication", "Practitioner", "PractitionerRole", "Organization", "Location", "OperationOutcome"];
const rank = ({ resourceType: type }: Resource) =>
  head.includes(type) ? head.indexOf(type) - head.length : last.includes(type) ? 1 : 0;

/** A FHIR resource, or a bundle of them, as a page that hides nothing. */
export function describeDocument(root: Resource): FhirDocument {
  const bundle = root.resourceType === "Bundle" ? root : undefined;
  const inside = all(bundle, "entry").map((entry) => ({ entry, resource: one(entry, "resource") }));
  const resources = bundle ? inside.map(({ resource }) => resource).filter(isResource) : [root];
  const resolve = (within: Resource) => resolver(bundle, within);
  const describe = describer(resources, resolve);
  const unread = inside
    .filter(({ resource }) => !isResource(resource))
    .map(({ entry }, index) => unreadEntry(entry, index));

  const inOrder = resources.toSorted((a, b) => rank(a) - rank(b));
  const composition = resources.find(({ resourceType }) => resourceType === "Composition");
  const written = composition ? writtenSections(composition, resolve(composition)) : [];
  const named = new Set(written.flatMap(({ members }) => members));
  const first = inOrder.filter((resource) => head.includes(resource.resourceType) && !named.has(resource));
  const others = inOrder.filter((resource) => !first.includes(resource) && !named.has(resource));

  const sections = [
    describe({ ...untitled, id: "head", members: first }),
    ...written.map(describe),
    describe({
      ...untitled,
      id: "others",
      title: written.length > 0 ? m.fhir_document_also_in_file() : "",
      members: others,
    }),
  ];
  sections.at(-1)?.entries.push(...unread);
  return {
    title: titleOf(root, resources),
    missing: bundle ? missingFrom(bundle, resources, resolve) : [],
    trends: trendsOf(resources.filter(({ resourceType }) => resourceType === "Observation")),
    sections: sections.filter(isWorthShowing),
  };
}

type Written = Omit<Section, "results" | "resultEntries" | "entries"> & { members: Resource[] };

const untitled = { title: "", officialName: "", language: "", narrative: "", empty: "" };

const isWorthShowing = ({ id, narrative: words, entries, results }: Section) =>
  id.startsWith("section") || words !== "" || entries.length + results.length > 0;

/** The sections of a composition, those within others after them. */
function writtenSections(composition: Resource, resolve: Resolve): Written[] {
  return sectionsOf(composition).map((section, index) => {
    const officialName = text(one(one(section, "code"), "coding"), "display");
    const title = text(section, "title") || concept(one(section, "code")) || m.fhir_document_section_untitled();
    return {
      id: `section-${index}`,
      title,
      officialName: officialName === title ? "" : officialName,
      language: text(composition, "language"),
      narrative: narrative(section),
      empty: concept(one(section, "emptyReason")),
      members: [...new Set(all(section, "entry").map(resolve))].filter((found) => found !== undefined),
    };
  });
}

function describer(resources: readonly Resource[], resolve: (within: Resource) => Resolve) {
  return ({ members, ...section }: Written): Section => {
    const entryOf = (resource: Resource): Entry =>
      describeEntry(
        resource,
        `${section.id}-${resource.resourceType}-${resources.indexOf(resource)}`,
        resolve(resource),
      );
    const plain = members.filter((resource) => isPlainResult(resource, resolve(resource)));
    const inTable = plain.length > 1 ? togetherByTest(plain) : [];
    const resultEntries = inTable.map(entryOf);
    return {
      ...section,
      results: inTable.map((resource, index) => resultRow(resource, resolve(resource), resultEntries[index] as Entry)),
      resultEntries,
      entries: members.filter((resource) => !inTable.includes(resource)).map(entryOf),
    };
  };
}

function describeEntry(resource: Resource, id: string, resolve: Resolve): Entry {
  return {
    id,
    ...describeResource(resource, resolve),
    language: text(resource, "language"),
    narrative: narrative(resource),
    codes: codesOf(resource),
    attachments: attachmentsOf(resource, resolve),
    contained: containedIn(resource).map((inner, index) => describeEntry(inner, `${id}-${index}`, resolve)),
    raw: resource,
  };
}

/** A result that one line can hold: it has a value, and no parts with values of their own. */
function isPlainResult(resource: Resource, resolve: Resolve): boolean {
  if (resource.resourceType !== "Observation" || all(resource, "component").length > 0) return false;
  return observationValue(resource, resolve) !== "";
}

function resultRow(resource: Resource, resolve: Resolve, { id, marks }: Entry): ResultRow {
  return {
    id,
    test: concept(one(resource, "code")) || m.fhir_document_result_unnamed(),
    result: observationValue(resource, resolve),
    usual: referenceRange(resource),
    marks,
    isCompared: all(resource, "interpretation").length > 0,
    when: choice(resource, "effective", resolve),
    note: all(resource, "note").map(annotation).filter(Boolean).join(" "),
  };
}

function unreadEntry(raw: Json, index: number): Entry {
  return {
    id: `unread-${index}`,
    kind: m.fhir_document_entry(),
    title: m.fhir_document_entry_without_content(),
    marks: [],
    facts: [],
    known: false,
    language: "",
    narrative: "",
    codes: [],
    attachments: [],
    contained: [],
    raw,
  };
}

function titleOf(root: Resource, resources: readonly Resource[]): string {
  const headOf = (type: string) => resources.find(({ resourceType }) => resourceType === type);
  const titled = headOf("Composition") ?? headOf("DiagnosticReport");
  if (root.resourceType === "Bundle" && !titled) {
    const written = date(one(root, "timestamp"));
    return written ? m.fhir_document_health_record_of({ date: written }) : m.fhir_document_health_record();
  }
  const of = titled ?? root;
  return describeResource(of, resolver(root, of)).title;
}
