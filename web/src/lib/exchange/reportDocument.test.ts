import { describe, expect, it } from "vitest";
import { attachmentBytes, attachmentsOf } from "../viewers/fhir/attachments.ts";
import { describeDocument } from "../viewers/fhir/describeDocument.ts";
import { all, isResource, one, parseFhir, text } from "../viewers/fhir/fhirJson.ts";
import { reportDocument } from "./reportDocument.ts";

const metadata = {
  type: "laboratory",
  title: "Kidney function",
  date: "2026-11-12",
  language: "en",
  filename: "kidney.pdf",
  mediaType: "application/pdf",
  length: 5,
  text: null,
} as const;
const about = {
  report: "0xabcd",
  chart: "0x1234",
  metadata,
  author: "Dr Priya Marlowe",
  patient: "Asha Thornbury",
};
const file = new TextEncoder().encode("%PDF-");

function resourcesOf(bytes: Uint8Array) {
  return all(parseFhir(bytes), "entry").flatMap((entry) => {
    const resource = one(entry, "resource");
    return isResource(resource) ? [resource] : [];
  });
}

describe("a report for another program", () => {
  it("is itself where it is FHIR already, byte for byte", () => {
    const json = new TextEncoder().encode('{ "resourceType":"Bundle", "x": 1.50 }');
    const fhir = { ...metadata, mediaType: "application/fhir+json" };
    expect(reportDocument({ ...about, metadata: fhir }, json, 0)).toBe(json);
  });

  it("is a document that begins with its Composition and holds its file, byte for byte", () => {
    const large = new Uint8Array(100_001).map((_, index) => index * 31);
    const resources = resourcesOf(reportDocument(about, large, 0));
    expect(resources.map(({ resourceType }) => resourceType)).toEqual([
      "Composition",
      "Patient",
      "Practitioner",
      "DocumentReference",
    ]);
    const [attachment] = attachmentsOf(resources[3]!, () => undefined);
    expect(attachment).toMatchObject({ title: "kidney.pdf", mediaType: "application/pdf" });
    expect(attachmentBytes(attachment!)).toEqual(large);
  });

  it("is whole for the viewer, which finds what each entry refers to", () => {
    const document = describeDocument(parseFhir(reportDocument(about, file, 0)));
    expect(document.title).toBe("Kidney function");
    expect(document.missing).toEqual([]);
  });

  it("names nobody who is not named", () => {
    const resources = resourcesOf(reportDocument({ ...about, author: null, patient: null }, file, 0));
    expect(resources.map(({ resourceType }) => resourceType)).toEqual(["Composition", "Patient", "DocumentReference"]);
    expect(resources[1]).not.toHaveProperty("name");
    const [author] = all(resources[0]!, "author");
    expect(text(author, "reference")).toMatch(/^urn:uuid:/);
  });
});
