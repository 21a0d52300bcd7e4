import { describe, expect, it } from "vitest";
import { describeDocument } from "./describeDocument.ts";
import { parseFhir } from "./fhirJson.ts";

const bundleOf = (resources: object[], more: object = {}) =>
  describeDocument(
    parseFhir(
      new TextEncoder().encode(
        JSON.stringify({
          resourceType: "Bundle",
          type: "document",
          ...more,
          entry: resources.map((resource) => ({ resource })),
        }),
      ),
    ),
  );

const composition = (...section: object[]) => ({ resourceType: "Composition", title: "Summary", section });
const problem = (id: string) => ({ resourceType: "Condition", id, code: { text: `Problem ${id}` } });

describe("sections", () => {
  it("stand in the author's order, with their official names, and what none names comes last", () => {
    const { sections } = bundleOf([
      composition(
        {
          title: "Allergien",
          code: { coding: [{ code: "48765-2", display: "Allergies and adverse reactions" }] },
          emptyReason: { text: "none known" },
        },
        { title: "Problems", entry: [{ reference: "Condition/2" }, { reference: "Condition/1" }] },
      ),
      problem("1"),
      problem("2"),
      problem("3"),
      { resourceType: "Patient", name: [{ text: "Anjali Fernhill" }] },
    ]);
    expect(sections.map(({ title, officialName, empty }) => [title, officialName, empty])).toEqual([
      ["", "", ""],
      ["Allergien", "Allergies and adverse reactions", "none known"],
      ["Problems", "", ""],
      ["Also in this file", "", ""],
    ]);
    expect(sections.map(({ entries }) => entries.map(({ title }) => title))).toEqual([
      ["Summary", "Anjali Fernhill"],
      [],
      ["Problem 2", "Problem 1"],
      ["Problem 3"],
    ]);
  });

  it("show an entry once that they name twice", () => {
    const twice = { title: "Problems", entry: [{ reference: "Condition/1" }, { reference: "Condition/1" }] };
    const { sections } = bundleOf([composition(twice), problem("1")]);
    expect(sections.find(({ title }) => title === "Problems")?.entries).toHaveLength(1);
  });

  it("within sections follow them, and an entry that two of them name is in both", () => {
    const { sections } = bundleOf([
      composition({
        title: "Outer",
        entry: [{ reference: "Condition/1" }],
        section: [{ title: "Inner", entry: [{ reference: "Condition/1" }] }],
      }),
      problem("1"),
    ]);
    expect(sections.slice(1).map(({ title, entries }) => `${title}: ${entries.length}`)).toEqual([
      "Outer: 1",
      "Inner: 1",
    ]);
  });

  it("say their narrative as text: no markup, no picture, no script", () => {
    const div =
      '<div xmlns="http://www.w3.org/1999/xhtml"><p>Takes <b>one</b>&#160;daily &amp; well</p><script>alert(1)</script>' +
      '<ul><li>first</li><li>second<img src="https://elsewhere.example/x.png"/></li></ul>' +
      "<table><tr><th>Test</th><th>Value</th></tr><tr><td>HbA1c</td><td>6.1</td></tr></table></div>";
    const { sections } = bundleOf([composition({ title: "Words", text: { status: "additional", div } })]);
    expect(sections[1]?.narrative).toBe(
      ["Takes one daily & well", "• first", "• second", "Test · Value", "HbA1c · 6.1"].join("\n"),
    );
  });
});

describe("what a file lacks is said", () => {
  it("when a section names entries that are not there", () => {
    const { missing } = bundleOf([
      composition(
        { title: "Problems", entry: [{ reference: "Condition/1" }] },
        { title: "Medicines", entry: [{ reference: "MedicationStatement/1" }, { reference: "MedicationStatement/2" }] },
      ),
    ]);
    expect(missing).toEqual([
      "The section “Problems” names an entry that is not in this file: Condition/1.",
      "The section “Medicines” names 2 entries that are not in this file.",
    ]);
  });

  it("once, when sections of the same title lack the same", () => {
    const section = { title: "Problems", entry: [{ reference: "Condition/9" }] };
    expect(bundleOf([composition(section, section)]).missing).toHaveLength(1);
  });

  it("when entries point to others without saying who they are", () => {
    const { missing } = bundleOf([
      {
        ...problem("1"),
        recorder: { reference: "Practitioner/9" },
        asserter: { reference: "Practitioner/8", display: "Dr Hallowell" },
      },
    ]);
    expect(missing).toEqual(["Entries of this file point to some that it does not have: Practitioner/9."]);
  });

  it("when a search found more than it sent", () => {
    const search = { type: "searchset", total: 3 };
    expect(bundleOf([problem("1")], search).missing).toEqual([
      "The system that sent this found 3 entries; this file has 1 of them.",
    ]);
    const paged = { type: "searchset", link: [{ relation: "next", url: "https://elsewhere.example/?page=2" }] };
    expect(bundleOf([problem("1")], paged).missing).toEqual([
      "This file is one page of several: the system that sent it has more.",
    ]);
    expect(bundleOf([problem("1")], { type: "searchset", total: 1 }).missing).toEqual([]);
  });

  it("and nothing where all is there", () => {
    const { missing } = bundleOf([
      composition({ title: "Problems", entry: [{ reference: "Condition/1" }] }),
      problem("1"),
    ]);
    expect(missing).toEqual([]);
  });
});

describe("measurements over time", () => {
  const weight = (when: string, value: string, more: object = {}) => ({
    resourceType: "Observation",
    status: "final",
    code: { text: "Weight", coding: [{ system: "http://loinc.org", code: "29463-7" }] },
    effectiveDateTime: when,
    valueQuantity: { value: Number(value), unit: "kg" },
    referenceRange: [{ low: { value: 50 }, high: { value: 70 } }],
    ...more,
  });

  it("of the same code and unit are a series in order of time, with the usual range", () => {
    const { trends } = bundleOf([weight("2026-03-01", "66"), weight("2026-01-01", "64.5")]);
    expect(
      trends.map(({ title, unit, low, high, points }) => ({
        title,
        unit,
        low,
        high,
        values: points.map(({ value }) => value),
      })),
    ).toEqual([{ title: "Weight", unit: "kg", low: 50, high: 70, values: [64.5, 66] }]);
  });

  it("are none with a single moment, another unit, a limit instead of a value, or once withdrawn", () => {
    const { trends } = bundleOf([
      weight("2026-01-01", "64"),
      weight("2026-01-01", "65"),
      weight("2026-02-01", "140", { valueQuantity: { value: 140, unit: "lb" } }),
      weight("2026-03-01", "70", { valueQuantity: { value: 70, unit: "kg", comparator: "<" } }),
      weight("2026-04-01", "6", { status: "entered-in-error" }),
    ]);
    expect(trends).toEqual([]);
  });

  it("that disagree about the usual range show none", () => {
    const other = { referenceRange: [{ low: { value: 45 }, high: { value: 70 } }] };
    const { trends } = bundleOf([weight("2026-01-01", "64"), weight("2026-02-01", "65", other)]);
    expect(trends[0]).toMatchObject({ low: null, high: 70 });
  });

  it("are found in the parts of a measurement, too", () => {
    const pressure = (when: string, value: number) => ({
      resourceType: "Observation",
      effectivePeriod: { start: when },
      component: [{ code: { text: "Systolic" }, valueQuantity: { value, unit: "mmHg" } }],
    });
    const { trends } = bundleOf([pressure("2026-01-01", 120), pressure("2026-02-01", 130)]);
    expect(trends.map(({ title }) => title)).toEqual(["Systolic"]);
  });

  it("have the days that their authors wrote, whatever the reader's zone, and the order in which they were taken", () => {
    const { trends } = bundleOf([
      weight("2026-03-02T00:30:00+12:45", "66"),
      weight("2026-03-01T23:30:00-11:00", "67"),
      weight("2026-03-01T12:00:00Z", "65"),
    ]);
    expect(trends[0]?.points.map(({ day, value }) => [day, value])).toEqual([
      ["2 Mar 2026", 66],
      ["1 Mar 2026", 65],
      ["1 Mar 2026", 67],
    ]);
  });
});

describe("results below each other", () => {
  const result = (name: string, when: string, value: number, more: object = {}) => ({
    resourceType: "Observation",
    status: "final",
    code: { text: name },
    effectiveDateTime: when,
    valueQuantity: { value, unit: "%" },
    ...more,
  });

  it("are by test, the newest first, what was done several times before the rest", () => {
    const { sections } = bundleOf([
      result("Sodium", "2026-03-01", 1),
      result("HbA1c", "2026-01-01", 2),
      result("Glucose", "2026-02-01", 3),
      result("HbA1c", "2026-03-01", 4),
      result("HbA1c", "", 5),
      result("Glucose", "2026-03-01", 6),
    ]);
    expect(sections[0]?.results.map(({ test, result: value }) => `${test} ${value}`)).toEqual([
      "HbA1c 4\u00a0%",
      "HbA1c 2\u00a0%",
      "HbA1c 5\u00a0%",
      "Glucose 6\u00a0%",
      "Glucose 3\u00a0%",
      "Sodium 1\u00a0%",
    ]);
  });

  it("say which of them the file compares with what is usual; nothing is compared here", () => {
    const usual = { referenceRange: [{ high: { value: 5.7 } }] };
    const { sections } = bundleOf([
      result("HbA1c", "2026-01-01", 7.4, usual),
      result("HbA1c", "2026-03-01", 6.1, { ...usual, interpretation: [{ coding: [{ code: "H" }] }] }),
    ]);
    expect(sections[0]?.results.map(({ isCompared, marks }) => [isCompared, ...marks.map(({ text }) => text)])).toEqual(
      [[true, "Above usual"], [false]],
    );
  });
});
