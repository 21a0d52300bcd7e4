import { describe, expect, it } from "vitest";
import { attachmentBytes, AttachmentError, attachmentName } from "./attachments.ts";
import { describeDocument } from "./describeDocument.ts";
import { parseFhir } from "./fhirJson.ts";

const entriesOf = (root: object) =>
  describeDocument(parseFhir(new TextEncoder().encode(JSON.stringify(root)))).sections.flatMap(
    ({ entries }) => entries,
  );
const only = (root: object) => {
  const [entry] = entriesOf(root);
  if (!entry) throw new Error("Nothing is shown.");
  const facts = Object.fromEntries(entry.facts.map(({ label, value }) => [label, value]));
  return { ...entry, facts };
};

describe("kinds of entries", () => {
  it.each([
    [
      {
        resourceType: "Procedure",
        status: "completed",
        code: { text: "Appendectomy" },
        performedDateTime: "2019-05-02",
        complication: [{ text: "none" }],
      },
      { kind: "Procedure", title: "Appendectomy", facts: { Done: "2 May 2019", Complications: "none" } },
    ],
    [
      {
        resourceType: "Encounter",
        status: "finished",
        class: { code: "IMP", display: "Stay in hospital" },
        period: { start: "2026-01-02", end: "2026-01-04" },
      },
      {
        kind: "Visit or stay",
        title: "Stay in hospital",
        facts: { When: "2 Jan 2026 to 4 Jan 2026", Kind: "Stay in hospital" },
      },
    ],
    [
      { resourceType: "Device", deviceName: [{ name: "Heart pacer" }], serialNumber: "S-1", lotNumber: "L-2" },
      { kind: "Device", title: "Heart pacer", facts: { "Serial number": "S-1", Batch: "L-2" } },
    ],
    [
      {
        resourceType: "CarePlan",
        title: "Plan",
        activity: [{ detail: { description: "Walk daily", status: "in-progress" } }],
      },
      { kind: "Care plan", title: "Plan", facts: { "Step 1": "Walk daily, In progress" } },
    ],
    [
      {
        resourceType: "ClinicalImpression",
        description: "After the fall",
        summary: "No fracture",
        finding: [{ itemCodeableConcept: { text: "Bruise" }, basis: "seen" }],
      },
      {
        kind: "Assessment",
        title: "Assessment",
        facts: { "What it is about": "After the fall", Summary: "No fracture", Found: "Bruise: seen" },
      },
    ],
    [
      {
        resourceType: "Consent",
        category: [{ text: "Advance directive" }],
        dateTime: "2026-01-01",
        provision: {
          type: "permit",
          purpose: [{ display: "treatment" }],
          provision: [{ type: "deny", actor: [{ reference: { display: "Dr Winter" } }] }],
        },
      },
      {
        kind: "Consent",
        title: "Advance directive",
        facts: {
          Kind: "Advance directive",
          Given: "1 Jan 2026",
          "What it says": "Allowed; treatment",
          Except: "Not allowed; Dr Winter",
        },
      },
    ],
    [
      {
        resourceType: "QuestionnaireResponse",
        item: [
          {
            text: "Do you smoke?",
            answer: [{ valueBoolean: false }],
            item: [{ linkId: "2", answer: [{ valueInteger: 3 }] }],
          },
        ],
      },
      { kind: "Answers to questions", title: "Answers to questions", facts: { "Do you smoke?": "no", "2": "3" } },
    ],
    [
      {
        resourceType: "OperationOutcome",
        issue: [{ severity: "warning", code: "incomplete", diagnostics: "Some results are late" }],
      },
      { kind: "Message of the sending system", title: "Incomplete", facts: { Warning: "Some results are late" } },
    ],
    [
      { resourceType: "ServiceRequest", code: { text: "Chest X-ray" }, priority: "stat" },
      { kind: "Order", title: "Chest X-ray", facts: { Urgency: "At once" } },
    ],
  ])("%j", (resource, expected) => {
    expect(only(resource)).toMatchObject({ ...expected, known: true });
  });

  it("a procedure that was not done never reads like one that was", () => {
    const { marks } = only({ resourceType: "Procedure", status: "not-done", code: { text: "Appendectomy" } });
    expect(marks).toEqual([{ tone: "danger", text: "Not done" }]);
  });
});

it.each([
  ["checked-in", "Checked in"],
  ["noshow", "Did not come"],
  ["waitlist", "On the waiting list"],
  ["of-somebody-else", "Of somebody else"],
  ["constructor", "Constructor"],
])("the status %s reads %s", (status, words) => {
  expect(only({ resourceType: "Appointment", status }).marks.map(({ text }) => text)).toEqual([words]);
});

describe("codes", () => {
  it("are given with their names and systems, wherever they stand in the entry", () => {
    const { codes } = only({
      resourceType: "Condition",
      code: { coding: [{ system: "http://snomed.info/sct", code: "38341003", display: "High blood pressure" }] },
      bodySite: [
        { coding: [{ system: "http://example.org/own", code: "1" }] },
        { coding: [{ system: "http://terminology.hl7.org/CodeSystem/v3-x", code: "2" }] },
      ],
      contained: [{ resourceType: "Device", type: { coding: [{ system: "http://loinc.org", code: "x" }] } }],
    });
    expect(codes.map(({ id: _, ...code }) => code)).toEqual([
      { part: "Code", display: "High blood pressure", code: "38341003", system: "SNOMED CT" },
      { part: "Body site 1", display: "", code: "1", system: "http://example.org/own" },
      { part: "Body site 2", display: "", code: "2", system: "HL7 v3-x" },
    ]);
  });
});

describe("files inside", () => {
  const bundle = (...resources: object[]) => ({
    resourceType: "Bundle",
    entry: resources.map((resource, index) => ({ fullUrl: `urn:uuid:${index}`, resource })),
  });

  it("are found in the entry, in a Binary of the file, or said to be elsewhere", () => {
    const [document] = entriesOf(
      bundle(
        {
          resourceType: "DocumentReference",
          content: [
            { attachment: { contentType: "text/plain", title: "Note", data: btoa("words") } },
            { attachment: { title: "Scan", url: "urn:uuid:1" } },
            { attachment: { contentType: "image/png", url: "https://elsewhere.example/1.png" } },
            { attachment: { contentType: "image/png", title: "Lost" } },
          ],
        },
        { resourceType: "Binary", contentType: "application/pdf", data: btoa("%PDF") },
      ),
    );
    const [note, scan, elsewhere, lost] = document?.attachments ?? [];
    expect(new TextDecoder().decode(attachmentBytes(note!))).toBe("words");
    expect([attachmentName(note!), attachmentName(scan!)]).toEqual(["Note.txt", "Scan.pdf"]);
    expect(new TextDecoder().decode(attachmentBytes(scan!))).toBe("%PDF");
    expect(elsewhere).toMatchObject({ data: "", elsewhere: "https://elsewhere.example/1.png" });
    expect(lost).toMatchObject({ data: "", elsewhere: "" });
  });

  it("that are damaged are refused in words", () => {
    const { attachments } = only({ resourceType: "Binary", contentType: "text/plain", data: "???" });
    expect(() => attachmentBytes(attachments[0]!)).toThrow(AttachmentError);
  });
});

it("what is contained in an entry is shown inside it", () => {
  const { contained } = only({
    resourceType: "MedicationStatement",
    contained: [{ resourceType: "Medication", id: "m", code: { text: "Amoxicillin" } }],
    medicationReference: { reference: "#m" },
  });
  expect(contained.map(({ kind, title }) => `${kind}: ${title}`)).toEqual(["Medicine: Amoxicillin"]);
});
