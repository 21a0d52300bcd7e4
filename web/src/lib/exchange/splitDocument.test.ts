import FhirValidator from "@asymmetrik/fhir-json-schema-validator";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { checkFile } from "../documents/checkFile.ts";
import { splitDocument } from "./splitDocument.ts";

const record = {
  resourceType: "Bundle",
  type: "document",
  timestamp: "2026-10-01T08:00:00Z",
  identifier: { system: "urn:ietf:rfc:3986", value: "urn:uuid:0d7a4a1e-5f0e-4c52-9d65-21c5d4a0b1aa" },
  entry: [
    {
      fullUrl: "urn:uuid:c",
      resource: {
        resourceType: "Composition",
        status: "final",
        type: { coding: [{ system: "http://loinc.org", code: "60591-5" }] },
        date: "2026-10-01T08:00:00Z",
        title: "Patient summary",
        subject: { reference: "urn:uuid:p" },
        author: [{ reference: "Practitioner/1" }],
        section: [
          { title: "Results\u202e", code: { coding: [{ code: "30954-2" }] }, entry: [{ reference: "urn:uuid:o" }] },
          { title: "Nothing here" },
          {
            title: "Medicines",
            code: { coding: [{ code: "10160-0" }] },
            entry: [{ reference: "MedicationStatement/m" }],
          },
        ],
      },
    },
    { fullUrl: "urn:uuid:p", resource: { resourceType: "Patient", name: [{ family: "Fernhill" }] } },
    { resource: { resourceType: "Practitioner", id: "1", name: [{ family: "Hallowell" }] } },
    {
      fullUrl: "urn:uuid:o",
      resource: {
        resourceType: "Observation",
        status: "final",
        code: { text: "Glucose" },
        subject: { reference: "urn:uuid:p" },
        performer: [{ reference: "urn:uuid:lab" }],
        valueQuantity: { value: "NUMBER", unit: "mmol/L" },
      },
    },
    { fullUrl: "urn:uuid:lab", resource: { resourceType: "Organization", name: "Laboratory" } },
    {
      resource: {
        resourceType: "MedicationStatement",
        id: "m",
        status: "active",
        subject: { reference: "urn:uuid:p" },
        medicationReference: { reference: "urn:uuid:med" },
      },
    },
    { fullUrl: "urn:uuid:med", resource: { resourceType: "Medication", code: { text: "Amoxicillin" } } },
    {
      fullUrl: "urn:uuid:x",
      resource: { resourceType: "Flag", status: "active", code: { text: "x" }, subject: { reference: "urn:uuid:p" } },
    },
  ],
};
const json = JSON.stringify(record).replace('"NUMBER"', "6.10");
const parsed = async (file: File) =>
  JSON.parse(await file.text()) as {
    entry: { fullUrl?: string; resource: { resourceType: string; section?: unknown[] } }[];
  };

describe("a health record in parts", () => {
  const split = splitDocument(json)!;

  it("has one for each section that holds something, and one for what no section names", () => {
    expect(split.date).toBe("2026-10-01");
    expect(split.parts.map(({ title, type, entries }) => [title, type, entries])).toEqual([
      ["Results", "laboratory", 1],
      ["Medicines", "prescription", 1],
      ["Also in this record", "other", 1],
    ]);
  });

  it("keeps in each part what it leads to, and nothing else", async () => {
    const types = await Promise.all(
      split.parts.map(async ({ file }) => (await parsed(file)).entry.map(({ resource }) => resource.resourceType)),
    );
    expect(types).toEqual([
      ["Composition", "Patient", "Practitioner", "Observation", "Organization"],
      ["Composition", "Patient", "Practitioner", "MedicationStatement", "Medication"],
      ["Composition", "Patient", "Practitioner", "Flag"],
    ]);
    const { entry } = await parsed(split.parts[1]!.file);
    expect(entry[0]!.resource.section).toEqual([record.entry[0]!.resource.section![2]]);
  });

  it("says nothing of the other sections, and is not taken for the whole", async () => {
    const [composed, ...others] = record.entry;
    const head = {
      ...composed!.resource,
      identifier: { value: "whole" },
      text: { status: "generated", div: "<div>Glucose, Amoxicillin</div>" },
      event: [{ detail: [{ reference: "MedicationStatement/m" }] }],
      encounter: { reference: "urn:uuid:e" },
      author: [{ reference: "#me" }],
      contained: [
        { resourceType: "Practitioner", id: "me" },
        { resourceType: "Condition", id: "other", code: { text: "Amoxicillin allergy" } },
      ],
    };
    const encounter = {
      resourceType: "Encounter",
      diagnosis: [{ condition: { reference: "urn:uuid:o" } }, { condition: { reference: "MedicationStatement/m" } }],
    };
    const whole = {
      ...record,
      id: "whole",
      signature: { data: "c2lnbmVk" },
      link: [{ relation: "self", url: "https://example.org/whole" }],
      entry: [{ ...composed, resource: head }, { fullUrl: "urn:uuid:e", resource: encounter }, ...others],
    };
    const { parts } = splitDocument(JSON.stringify(whole))!;
    const [results, medicines, rest] = await Promise.all(parts.map(({ file }) => file.text()));
    expect(results).not.toMatch(/Amoxicillin|"Medication"/);
    expect(medicines).not.toMatch(/Glucose|"Observation"/);
    expect(results).toMatch(/"Encounter"/);
    for (const part of [results!, medicines!, rest!]) {
      expect(part).not.toMatch(/whole|c2lnbmVk|0d7a4a1e/);
      expect((JSON.parse(part) as typeof whole).entry[0]!.resource).toMatchObject({ contained: [{ id: "me" }] });
    }
    const identifiers = [results, medicines, rest].map((part) => (JSON.parse(part!) as typeof whole).identifier.value);
    expect(new Set(identifiers).size).toBe(3);
  });

  it("keeps every digit", async () => {
    expect(await split.parts[0]!.file.text()).toContain('"value": 6.10');
  });

  it("is made of files that can be added, each valid by HL7's schema", async () => {
    const validator = new FhirValidator();
    for (const { file } of split.parts) {
      expect((await checkFile(file)).kind.media).toBe("application/fhir+json");
      expect(validator.validate(await parsed(file), true)).toEqual([]);
    }
  });
});

const [composed] = record.entry;
const withOneSection = {
  ...composed,
  resource: { ...composed!.resource, section: composed!.resource.section!.slice(0, 1) },
};

it.each([
  ["what is no JSON", "{"],
  ["a resource that is no bundle", '{"resourceType":"Patient"}'],
  ["a bundle that is no document", json.replace('"document"', '"collection"')],
  ["a document without a Composition", JSON.stringify({ ...record, entry: record.entry.slice(1) })],
  ["a document of one part", JSON.stringify({ ...record, entry: [withOneSection, ...record.entry.slice(1, 3)] })],
])("%s is not taken apart", (_, text) => {
  expect(splitDocument(text)).toBe(null);
});

/** Records of others, which are not part of the project. */
const folder = path.resolve(import.meta.dirname, "../../../../../shared/data/fhir-ips");
const samples = existsSync(folder) ? readdirSync(folder) : [];
if (samples.length === 0) it.skip("takes sample records apart, of which there are none beside the project");
it.each(samples)("%s is taken apart without losing an entry", async (name) => {
  const whole = JSON.parse(readFileSync(path.join(folder, name), "utf8")) as {
    type: string;
    entry: { resource: object }[];
  };
  const split = splitDocument(JSON.stringify(whole));
  if (whole.type !== "document") return expect(split).toBe(null);
  const kept = new Set<string>();
  for (const { file } of split!.parts) {
    for (const { resource } of (await parsed(file)).entry) {
      if (resource.resourceType !== "Composition") kept.add(JSON.stringify(resource));
    }
  }
  const all = whole.entry
    .map(({ resource }) => JSON.stringify(resource))
    .filter((each) => !each.includes('"resourceType":"Composition"'));
  expect(kept.size).toBe(new Set(all).size);
});
