import { describe, expect, it } from "vitest";
import { describeDocument } from "./describeDocument.ts";
import { FhirFormatError, parseFhir } from "./fhirJson.ts";

const read = (json: string) => {
  const { sections, ...document } = describeDocument(parseFhir(new TextEncoder().encode(json)));
  return {
    ...document,
    sections,
    entries: sections.flatMap(({ entries }) => entries),
    results: sections.flatMap(({ results }) => results),
  };
};
const facts = (json: string) =>
  Object.fromEntries(read(json).entries[0]?.facts.map(({ label, value }) => [label, value]) ?? []);
const marks = (json: string) => read(json).entries[0]?.marks.map(({ text }) => text);

describe("a prescription", () => {
  const bundle = JSON.stringify({
    resourceType: "Bundle",
    entry: [
      {
        fullUrl: "urn:uuid:1",
        resource: {
          resourceType: "MedicationRequest",
          status: "active",
          intent: "order",
          medicationReference: { reference: "#m" },
          contained: [{ resourceType: "Medication", id: "m", code: { text: "Amoxicillin 500 mg capsule" } }],
          subject: { reference: "urn:uuid:2" },
          requester: { reference: "Practitioner/p" },
          authoredOn: "2026-11-12",
          dosageInstruction: [
            {
              doseAndRate: [{ doseQuantity: { value: 1, unit: "capsule" } }],
              timing: {
                repeat: {
                  frequency: 3,
                  period: 1,
                  periodUnit: "d",
                  when: ["PC"],
                  boundsDuration: { value: 7, unit: "days" },
                },
              },
              asNeededBoolean: false,
            },
          ],
          dispenseRequest: { quantity: { value: 21, unit: "capsules" }, numberOfRepeatsAllowed: 0 },
        },
      },
      {
        fullUrl: "urn:uuid:2",
        resource: { resourceType: "Patient", name: [{ given: ["Anjali"], family: "Fernhill" }], birthDate: "1984-03" },
      },
      { resource: { resourceType: "Practitioner", id: "p", name: [{ text: "Dr Lena Hallowell" }] } },
    ],
  });

  it("says who takes what and how, by looking up what it points to", () => {
    const { entries } = read(bundle);
    expect(entries.map(({ kind, title }) => `${kind}: ${title}`)).toEqual([
      "Patient: Anjali Fernhill",
      "Prescription: Amoxicillin 500 mg capsule",
      "Professional: Dr Lena Hallowell",
    ]);
    expect(Object.fromEntries(entries[1]?.facts.map(({ label, value }) => [label, value]) ?? [])).toEqual({
      "How to take": "1\u00a0capsule, 3 times every day, after a meal, for 7\u00a0days",
      Amount: "21\u00a0capsules",
      Repeats: "0",
      Prescribed: "12 Nov 2026",
      By: "Dr Lena Hallowell",
      For: "Anjali Fernhill",
    });
  });

  it("keeps the author's own words about how to take it, and only those", () => {
    const json =
      '{"resourceType":"MedicationRequest","dosageInstruction":[{"text":"Half a tablet","doseAndRate":[{"doseQuantity":{"value":2}}]}]}';
    expect(facts(json)["How to take"]).toBe("Half a tablet");
  });

  it("names the days of the week to take it on", () => {
    const json =
      '{"resourceType":"MedicationRequest","dosageInstruction":[{"timing":{"repeat":{"dayOfWeek":["mon","thu"]}}}]}';
    expect(facts(json)["How to take"]).toBe("on Monday, on Thursday");
  });

  it("says the most that may be taken", () => {
    const dosage = {
      doseAndRate: [{ doseQuantity: { value: 2, unit: "tablets" } }],
      asNeededBoolean: true,
      maxDosePerPeriod: { numerator: { value: 8, unit: "tablets" }, denominator: { value: 24, unit: "h" } },
      maxDosePerAdministration: { value: 3, unit: "tablets" },
    };
    const json = JSON.stringify({ resourceType: "MedicationRequest", dosageInstruction: [dosage] });
    expect(facts(json)["How to take"]).toBe(
      "2\u00a0tablets, when needed, at most 8\u00a0tablets in 24\u00a0h, at most 3\u00a0tablets at a time",
    );
  });

  it("never reads like an order when it forbids, proposes or was withdrawn", () => {
    expect(
      marks('{"resourceType":"MedicationRequest","status":"active","intent":"order","doNotPerform":true}'),
    ).toEqual(["Do not give"]);
    expect(marks('{"resourceType":"MedicationRequest","status":"active","intent":"proposal"}')).toEqual([
      "A proposal, not an order",
    ]);
    expect(marks('{"resourceType":"MedicationRequest","status":"active","intent":"option"}')).toEqual([
      "An option, not an order",
    ]);
    expect(marks('{"resourceType":"MedicationRequest","status":"entered-in-error","intent":"order"}')).toEqual([
      "Entered in error",
    ]);
  });
});

describe("results", () => {
  const potassium = (value: string, more = "") =>
    `{"resource":{"resourceType":"Observation","status":"final","code":{"text":"Potassium"},"valueQuantity":{"value":${value},"unit":"mmol/L"},"referenceRange":[{"low":{"value":3.5,"unit":"mmol/L"},"high":{"value":5.10,"unit":"mmol/L"}}]${more}}}`;
  const bundle = (...entries: string[]) => read(`{"resourceType":"Bundle","entry":[${entries.join(",")}]}`);

  it("keep every digit the laboratory wrote", () => {
    const { results } = bundle(potassium("4.10"), potassium("12345678901234567890.5"));
    expect(results.map(({ result }) => result)).toEqual([
      "4.10\u00a0mmol/L",
      "12,345,678,901,234,567,890.5\u00a0mmol/L",
    ]);
    expect(results[0]?.usual).toBe("3.5\u00a0mmol/L – 5.10\u00a0mmol/L");
  });

  it("say above and below only when the laboratory does", () => {
    const high = ',"interpretation":[{"coding":[{"code":"H"}]}]';
    const { results } = bundle(potassium("9.9"), potassium("9.9", high));
    expect(results.map(({ marks }) => marks.map(({ text }) => text))).toEqual([[], ["Above usual"]]);
  });

  it("with parts of their own stand as entries, not as lines", () => {
    const json =
      '{"resourceType":"Observation","status":"final","code":{"text":"Blood pressure"},"component":[{"code":{"text":"Systolic"},"valueQuantity":{"value":120,"unit":"mmHg"}},{"code":{"text":"Diastolic"},"dataAbsentReason":{"text":"not measured"}}]}';
    expect(facts(json)).toEqual({ Systolic: "120\u00a0mmHg", Diastolic: "no value: not measured" });
  });
});

describe("what changes a meaning is said beside the title", () => {
  it.each([
    ['{"resourceType":"ServiceRequest","status":"active","intent":"proposal"}', ["A proposal, not an order"]],
    ['{"resourceType":"ServiceRequest","status":"active","intent":"filler-order"}', []],
    ['{"resourceType":"NutritionOrder","status":"active","intent":"plan"}', ["A plan, not an order"]],
    ['{"resourceType":"CarePlan","status":"active","intent":"plan"}', []],
    ['{"resourceType":"Condition","verificationStatus":{"coding":[{"code":"refuted"}]}}', ["Refuted"]],
    ['{"resourceType":"Immunization","status":"not-done"}', ["Not given"]],
    [
      '{"resourceType":"AllergyIntolerance","criticality":"high","clinicalStatus":{"coding":[{"code":"active"}]}}',
      ["Can be dangerous"],
    ],
    ['{"resourceType":"Observation","status":"preliminary"}', ["Preliminary"]],
    [
      '{"resourceType":"Condition","modifierExtension":[{"url":"urn:x"}]}',
      ["Has a condition we cannot read: see everything below"],
    ],
  ])("%s", (json, expected) => {
    expect(marks(json)).toEqual(expected);
  });
});

describe("nothing is hidden", () => {
  it("an entry of an unknown type keeps all it holds", () => {
    const [entry] = read('{"resourceType":"VisionPrescription","lensSpecification":[{"sphere":-2.00}]}').entries;
    expect(entry?.known).toBe(false);
    expect(entry?.raw).toEqual({ resourceType: "VisionPrescription", lensSpecification: [{ sphere: "-2.00" }] });
  });

  it("an entry without a resource is shown as one", () => {
    const { entries } = read('{"resourceType":"Bundle","entry":[{"request":{"method":"DELETE","url":"Patient/1"}}]}');
    expect(entries.map(({ title }) => title)).toEqual(["An entry without content"]);
  });

  it("dates are as precise as they were written", () => {
    expect(facts('{"resourceType":"Patient","birthDate":"1984"}')["Born"]).toBe("1984");
    expect(facts('{"resourceType":"Patient","birthDate":"1984-03"}')["Born"]).toBe("Mar 1984");
    expect(facts('{"resourceType":"Patient","birthDate":"1984-03-09"}')["Born"]).toBe("9 Mar 1984");
    expect(facts('{"resourceType":"Patient","birthDate":"in spring"}')["Born"]).toBe("in spring");
  });

  it.each(["1984-02-31", "1984-13", "1984-00-10", "1984-02-31T10:00:00Z"])(
    "a date that no calendar has stays as it was written: %s",
    (birthDate) => {
      expect(facts(JSON.stringify({ resourceType: "Patient", birthDate }))["Born"]).toBe(birthDate);
    },
  );

  it("strange shapes are survived", () => {
    for (const json of [
      '{"resourceType":"Patient","name":"x","telecom":[null,7,[]]}',
      '{"resourceType":"Bundle","entry":"x"}',
      '{"resourceType":"Observation","code":[{}],"valueQuantity":{"value":"many"}}',
    ])
      expect(() => read(json)).not.toThrow();
  });
});

it.each(["", "{}", "[]", "null", '{"resourceType":7}', "%PDF-1.7"])("“%s” is no health record", (json) => {
  expect(() => read(json)).toThrow(FhirFormatError);
});
