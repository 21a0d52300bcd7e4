import { describeResource, observationValue, referenceRange, type Description, type Mark } from "./describeResource.ts";
import { all, isResource, one, type Json, type Resource } from "./fhirJson.ts";
import { annotation, choice, concept, date, resolver } from "./fhirValues.ts";

export interface Entry extends Description {
  id: string;
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
  when: string;
  note: string;
}

export interface FhirDocument {
  title: string;
  /** Simple results, when there are several: they read better below each other */
  results: ResultRow[];
  /** The entries behind `results` */
  resultEntries: Entry[];
  /** Everything else, in the order of the file but for the document's head and the patient, who come first */
  entries: Entry[];
}

const first = ["Composition", "Patient"];
const last = ["Medication", "Practitioner", "PractitionerRole", "Organization"];
const rank = ({ resourceType: type }: Resource) =>
  first.includes(type) ? first.indexOf(type) - first.length : last.includes(type) ? 1 : 0;

/** A FHIR resource, or a bundle of them, as a page that hides nothing. */
export function describeDocument(root: Resource): FhirDocument {
  const bundle = root.resourceType === "Bundle" ? root : undefined;
  const inside = all(bundle, "entry").map((entry) => ({ entry, resource: one(entry, "resource") }));
  const resources = bundle ? inside.map(({ resource }) => resource).filter(isResource) : [root];
  const plain = resources.filter((resource) => isPlainResult(resource, bundle));
  const inTable = plain.length > 1 ? plain : [];

  const entryOf = (resource: Resource): Entry => ({
    id: `${resource.resourceType}-${resources.indexOf(resource)}`,
    ...describeResource(resource, resolver(bundle, resource)),
    raw: resource,
  });
  const unread = inside
    .filter(({ resource }) => !isResource(resource))
    .map(({ entry }, index) => unreadEntry(entry, index));
  const others = resources.filter((resource) => !inTable.includes(resource)).sort((a, b) => rank(a) - rank(b));
  return {
    title: titleOf(root, resources),
    results: inTable.map((resource) => resultRow(resource, bundle, entryOf(resource))),
    resultEntries: inTable.map(entryOf),
    entries: [...others.map(entryOf), ...unread],
  };
}

/** A result that one line can hold: it has a value, and no parts with values of their own. */
function isPlainResult(resource: Resource, bundle: Resource | undefined): boolean {
  if (resource.resourceType !== "Observation" || all(resource, "component").length > 0) return false;
  return observationValue(resource, resolver(bundle, resource)) !== "";
}

function resultRow(resource: Resource, bundle: Resource | undefined, { id, marks }: Entry): ResultRow {
  const resolve = resolver(bundle, resource);
  return {
    id,
    test: concept(one(resource, "code")) || "Unnamed",
    result: observationValue(resource, resolve),
    usual: referenceRange(resource),
    marks,
    when: choice(resource, "effective", resolve),
    note: all(resource, "note").map(annotation).filter(Boolean).join(" "),
  };
}

function unreadEntry(raw: Json, index: number): Entry {
  return {
    id: `unread-${index}`,
    kind: "Entry",
    title: "An entry without content",
    marks: [],
    facts: [],
    known: false,
    raw,
  };
}

function titleOf(root: Resource, resources: readonly Resource[]): string {
  const headOf = (type: string) => resources.find(({ resourceType }) => resourceType === type);
  const head = headOf("Composition") ?? headOf("DiagnosticReport");
  if (root.resourceType === "Bundle" && !head) {
    const written = date(one(root, "timestamp"));
    return written ? `Health record of ${written}` : "Health record";
  }
  const of = head ?? root;
  return describeResource(of, resolver(root, of)).title;
}
