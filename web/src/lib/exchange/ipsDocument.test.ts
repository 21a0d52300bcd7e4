import FhirValidator from "@asymmetrik/fhir-json-schema-validator";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { ipsDocument, type SummaryReport } from "./ipsDocument.ts";

const NOW = Date.UTC(2026, 10, 25, 9);
const CHART = `0x${"c".repeat(40)}`;
const validator = new FhirValidator();
const problemsOf = (resource: unknown) => validator.validate(resource, true);

const report = (title: string, json: string | null): SummaryReport => ({
  report: `0x${"a".repeat(64)}`,
  metadata: {
    type: json === null ? "letter" : "other",
    title,
    date: "2026-11-12",
    language: "en",
    filename: "a",
    mediaType: json === null ? "application/pdf" : "application/fhir+json",
    length: 1234,
    text: null,
  },
  json,
});
const entry = (resource: object, fullUrl?: string) => ({ ...(fullUrl && { fullUrl }), resource });
const bundle = (type: string, ...entries: object[]) => JSON.stringify({ resourceType: "Bundle", type, entry: entries });

const subject = { reference: "Patient/1" };
const allergy = { resourceType: "AllergyIntolerance", id: "a", code: { text: "Penicillin <b>" }, patient: subject };
const record = bundle(
  "document",
  entry({
    resourceType: "Composition",
    section: [
      { code: { coding: [{ code: "11348-0" }] }, entry: [{ reference: "urn:uuid:old" }] },
      { code: { coding: [{ code: "48765-2" }] }, entry: [{ reference: "AllergyIntolerance/a" }] },
    ],
  }),
  entry({ resourceType: "Patient", id: "1", name: [{ family: "Fernhill" }] }),
  entry({ resourceType: "Condition", code: { text: "Measles" }, subject }, "urn:uuid:old"),
  entry({ resourceType: "Condition", code: { text: "Asthma" }, subject }, "urn:uuid:now"),
  entry(allergy),
).replace('"Measles"', '"Measles","coding":[{"version":"V"}]');
const values = JSON.stringify({
  resourceType: "Observation",
  status: "final",
  category: [{ coding: [{ code: "laboratory" }] }],
  code: { text: "Glucose" },
  valueQuantity: { value: "N" },
}).replace('"N"', "6.10");

interface Parsed {
  entry: {
    fullUrl: string;
    resource: Record<string, unknown> & {
      resourceType: string;
      section?: { title: string; entry?: { reference: string }[]; text: { div: string }; emptyReason?: object }[];
    };
  }[];
}

function read(json: string) {
  const parsed = JSON.parse(json) as Parsed;
  const byUrl = new Map(parsed.entry.map(({ fullUrl, resource }) => [fullUrl, resource]));
  const sections = new Map(
    parsed.entry[0]!.resource.section!.map((section) => [
      section.title,
      (section.entry ?? []).map(({ reference }) => byUrl.get(reference)!),
    ]),
  );
  return { parsed, byUrl, sections };
}

describe("a chart as a patient summary", () => {
  const summary = ipsDocument(
    CHART,
    null,
    [report("Record", record), report("Values", values), report("Letter", null)],
    NOW,
  );
  const { parsed, byUrl, sections } = read(summary.json);

  it("is valid by HL7's schema", () => {
    expect(problemsOf(parsed)).toEqual([]);
    for (const { resource } of parsed.entry) expect(problemsOf(resource), resource.resourceType).toEqual([]);
  });

  it("begins with its Composition and the patient, and every pointer leads to an entry", () => {
    expect(parsed.entry.slice(0, 2).map(({ resource }) => resource.resourceType)).toEqual(["Composition", "Patient"]);
    const pointers = [...summary.json.matchAll(/"reference": "([^"]+)"/g)].map(([, to]) => to!);
    expect(pointers.filter((to) => !byUrl.has(to))).toEqual([]);
    expect(pointers.length).toBeGreaterThan(8);
  });

  it("has what records hold under the sections they had it in, else under those of its kind", () => {
    const named = (title: string) =>
      sections.get(title)?.map(({ code, description }) => (code as { text: string })?.text ?? description);
    expect(named("Past illnesses")).toEqual(["Measles"]);
    expect(named("Problems")).toEqual(["Asthma"]);
    expect(named("Allergies and intolerances")).toEqual(["Penicillin <b>"]);
    expect(named("Results")).toEqual(["Glucose"]);
    expect(named("Other documents")).toEqual(["Letter"]);
    expect([summary.taken, summary.named]).toEqual([4, 1]);
  });

  it("says of sections it must have that nothing is known, and leaves out the others", () => {
    const empty = parsed.entry[0]!.resource.section!.find(({ title }) => title === "Medicines")!;
    expect(empty.emptyReason).toBeDefined();
    expect(sections.has("Vaccinations")).toBe(false);
  });

  it("keeps every digit, and no markup that a name brings", () => {
    expect(summary.json).toContain('"value": 6.10');
    expect(parsed.entry[0]!.resource.section!.map(({ text }) => text.div).join("")).not.toContain("<b>");
  });

  it("has an entry once that two records hold, and both of two that differ", () => {
    const twice = ipsDocument(
      CHART,
      null,
      [report("1", values), report("2", values), report("3", values.replace("6.10", "6.1"))],
      NOW,
    );
    expect(twice.taken).toBe(2);
  });

  const taking = (medicine: string, patient = "Fernhill") =>
    bundle(
      "document",
      entry({ resourceType: "Patient", id: "1", name: [{ family: patient }] }),
      entry({
        resourceType: "MedicationStatement",
        id: "1",
        status: "active",
        subject,
        medicationReference: { reference: "Medication/1" },
      }),
      entry({ resourceType: "Medication", id: "1", code: { text: medicine } }),
    );
  const medicinesIn = (...records: string[]) => {
    const { json } = ipsDocument(
      CHART,
      null,
      records.map((each, index) => report(String(index), each)),
      NOW,
    );
    const { byUrl, sections } = read(json);
    return sections.get("Medicines")!.map(({ medicationReference }) => {
      const medicine = byUrl.get((medicationReference as { reference: string }).reference);
      return (medicine?.["code"] as { text: string } | undefined)?.text;
    });
  };

  it("has two medicines that have one number in two records", () => {
    expect(medicinesIn(taking("Amoxicillin"), taking("Warfarin"))).toEqual(["Amoxicillin", "Warfarin"]);
  });

  it("has a medicine once that two records lead to alike, whatever they call the patient", () => {
    expect(medicinesIn(taking("Amoxicillin"), taking("Amoxicillin", "Fern-Hill"))).toEqual(["Amoxicillin"]);
  });

  it("takes none for another whose medicine is in neither record", () => {
    const without = taking("").replace(/,\{"resource":\{"resourceType":"Medication",.*?\}\}\}/, "");
    expect(without).not.toContain('"Medication"');
    expect(medicinesIn(without, without)).toHaveLength(2);
  });

  it("is about who the patient says they are, else whom a record names, else the chart alone", () => {
    const nameIn = (profile: string | null, ...reports: SummaryReport[]) => {
      const { resource } = read(ipsDocument(CHART, profile, reports, NOW).json).parsed.entry[1]!;
      return [
        (resource["name"] as { family: string }[])?.[0]?.family,
        (resource["identifier"] as { value: string }[]).at(-1)!.value,
      ];
    };
    const own = JSON.stringify({ resourceType: "Patient", name: [{ family: "Own" }] });
    expect(nameIn(own, report("Record", record))).toEqual(["Own", CHART]);
    expect(nameIn(null, report("Record", record))).toEqual(["Fernhill", CHART]);
    expect(nameIn(null)).toEqual([undefined, CHART]);
  });

  it("leads from the patient a record names to those who are in the summary with them", () => {
    const cared = bundle(
      "document",
      entry({ resourceType: "Patient", id: "1", generalPractitioner: [{ reference: "Practitioner/1" }] }),
      entry({ resourceType: "Practitioner", id: "1", name: [{ family: "Hallowell" }] }),
    );
    const { parsed, byUrl } = read(ipsDocument(CHART, null, [report("Record", cared)], NOW).json);
    const [practitioner] = parsed.entry[1]!.resource["generalPractitioner"] as { reference: string }[];
    expect(byUrl.get(practitioner!.reference)).toMatchObject({ name: [{ family: "Hallowell" }] });
  });

  it("names a record that cannot be read, like any other document", () => {
    const broken = ipsDocument(CHART, null, [report("Broken", '{"resourceType":"Bun')], NOW);
    expect([broken.taken, broken.named]).toEqual([0, 1]);
    expect(problemsOf(JSON.parse(broken.json))).toEqual([]);
  });
});

/** Records of others, which are not part of the project. */
const folder = path.resolve(import.meta.dirname, "../../../../../shared/data/fhir-ips");
const samples = existsSync(folder) ? readdirSync(folder) : [];
if (samples.length === 0) it.skip("takes in sample records, of which there are none beside the project");
it.each(samples)("%s is taken in whole, and leaves the summary as valid as it was itself", (name) => {
  const text = readFileSync(path.join(folder, name), "utf8");
  const { entry: before } = JSON.parse(text) as Parsed;
  const { json, taken } = ipsDocument(CHART, null, [report(name, text)], NOW);
  const kept = before.filter(
    ({ resource }) => !["Composition", "Patient", "OperationOutcome"].includes(resource.resourceType),
  );
  expect(taken).toBe(new Set(kept.map(({ resource, fullUrl }) => JSON.stringify([resource, fullUrl]))).size);
  const { parsed } = read(json);
  const invalid = (resource: object) => problemsOf(resource).length > 0;
  const [composition, ...others] = parsed.entry;
  expect(problemsOf(composition!.resource)).toEqual([]);
  expect(others.filter(({ resource }) => invalid(resource)).length).toBeLessThanOrEqual(
    before.filter(({ resource }) => invalid(resource)).length,
  );
});
