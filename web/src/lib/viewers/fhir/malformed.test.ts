import { render } from "svelte/server";
import { createRawSnippet } from "svelte";
import { describe, expect, it } from "vitest";
import { ipsDocument } from "#lib/exchange/ipsDocument.ts";
import { splitDocument } from "#lib/exchange/splitDocument.ts";
import { describeDocument, type Entry } from "./describeDocument.ts";
import FhirViewer from "./FhirViewer.svelte";
import { FhirFormatError, parseFhir } from "./fhirJson.ts";

/*
 * Files that no program should write, and some did. Whatever can be read is shown, and what cannot is said; nothing is dropped
 * without a word, and none of them keeps a page from opening.
 */

const bytes = (text: string) => new TextEncoder().encode(text);
const condition = (id: string, more: object = {}) => ({
  resourceType: "Condition",
  id,
  code: { text: `Problem ${id}` },
  ...more,
});
const bundle = (entry: unknown, more: object = {}) =>
  JSON.stringify({ resourceType: "Bundle", type: "document", entry, ...more });
const entries = (...resources: object[]) => resources.map((resource) => ({ resource }));
const composition = (...section: object[]) => ({ resourceType: "Composition", title: "Summary", section });
const section = (title: string, ...references: string[]) => ({
  title,
  entry: references.map((reference) => ({ reference })),
});

const whole = bundle(entries(composition(section("Problems", "Condition/1")), condition("1")));

/** What is read on screen, without its tags. */
function said(file: Uint8Array): string {
  const { body } = render(FhirViewer, {
    props: {
      bytes: file,
      title: "Record",
      onsave: () => {},
      file: createRawSnippet(() => ({ render: () => "<p></p>" })),
    },
  });
  return body
    .replaceAll(/<!--.*?-->/gs, "")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll("&lt;", "<")
    .replaceAll("&quot;", '"')
    .replaceAll(/\s+/g, " ");
}

describe("a file that is no FHIR any more is shown as it is written, and said to be not in order", () => {
  it.each<[string, Uint8Array, string]>([
    ["that ends early", bytes(whole.slice(0, -30)), "Problems"],
    ["that is empty", bytes(""), ""],
    ["of spaces alone", bytes(" \n"), ""],
    ["in UTF-16", new Uint8Array(Buffer.from(`\ufeff${whole}`, "utf16le")), "Problem 1"],
    ["in Windows-1252", new Uint8Array(Buffer.from(whole.replace("Summary", "Résumé"), "latin1")), "Résumé"],
    ["in XML", bytes('<Bundle xmlns="http://hl7.org/fhir"><type value="document"/></Bundle>'), "<Bundle xmlns="],
    ["that is nested without end", bytes(`{"resourceType":"Bundle","entry":${"[".repeat(50_000)}`), "resourceType"],
    [
      "whose nesting ends, but deeper than anybody reads",
      bytes(`{"resourceType":"Bundle","entry":${"[".repeat(50_000)}${"]".repeat(50_000)}}`),
      "resourceType",
    ],
    ["that is a list of resources", bytes(JSON.stringify([condition("1")])), "Problem 1"],
    ["with a type that is no name", bytes('{"resourceType":"__proto__"}'), "__proto__"],
  ])("%s", (_, file, shown) => {
    expect(() => parseFhir(file)).toThrow(FhirFormatError);
    const text = said(file);
    expect(text).toContain("This record cannot be shown in order.");
    expect(text).toContain(shown);
    expect(text).not.toContain("call stack");
  });
});

it("UTF-8 may be marked as such", () => {
  expect(said(bytes(`\ufeff${whole}`))).toContain("Problem 1");
});

describe("a bundle that is not as it should be shows what it holds and says what is wrong", () => {
  it.each<[string, string, { shown: string[]; missing: string[] }]>([
    [
      "whose references lead nowhere",
      bundle(
        entries(composition(section("Problems", "Condition/1", "Condition/9", "not a reference")), condition("1")),
      ),
      {
        shown: ["Summary", "Problem 1"],
        missing: ["The section “Problems” names 2 entries that are not in this file."],
      },
    ],
    [
      "with two sections of the same name that lack the same",
      bundle(entries(composition(section("Problems", "Condition/9"), section("Problems", "Condition/9")))),
      {
        shown: ["Summary"],
        missing: ["The section “Problems” names an entry that is not in this file: Condition/9."],
      },
    ],
    [
      "with a section that names an entry twice",
      bundle(entries(composition(section("Problems", "Condition/1", "Condition/1")), condition("1"))),
      { shown: ["Summary", "Problem 1"], missing: [] },
    ],
    [
      "with a resource that nobody knows",
      bundle(entries({ resourceType: "MoonPhase", id: "1", phase: "full" }, condition("1"))),
      { shown: ["MoonPhase", "Problem 1"], missing: [] },
    ],
    [
      "with entries that are none",
      bundle([null, 7, "x", {}, { resource: null }, { resource: { id: "1" } }, ...entries(condition("1"))]),
      { shown: ["Problem 1", ...Array.from({ length: 6 }, () => "An entry without content")], missing: [] },
    ],
    [
      "whose entries lead round in a circle",
      bundle(
        entries(
          composition(section("Problems", "Condition/1")),
          condition("1", { evidence: [{ detail: [{ reference: "Condition/2" }] }] }),
          condition("2", { evidence: [{ detail: [{ reference: "Condition/1" }] }] }),
          { resourceType: "Observation", id: "3", code: { text: "A" }, hasMember: [{ reference: "Observation/3" }] },
          {
            resourceType: "MedicationRequest",
            medicationReference: { reference: "#4" },
            contained: [{ resourceType: "Medication", id: "4", ingredient: [{ itemReference: { reference: "#4" } }] }],
          },
        ),
      ),
      { shown: ["Summary", "Problem 1", "Problem 2", "A"], missing: [] },
    ],
    [
      "with two entries under one address",
      bundle([
        { resource: composition(section("Problems", "urn:uuid:1")) },
        { fullUrl: "urn:uuid:1", resource: condition("1") },
        { fullUrl: "urn:uuid:1", resource: condition("2") },
      ]),
      {
        shown: ["Summary", "Problem 1", "Problem 2"],
        missing: [
          "Several entries of this file have the same address, so that what points there may mean another: urn:uuid:1.",
        ],
      },
    ],
    ["without an entry", bundle([]), { shown: [], missing: [] }],
    ["whose entries are no list", bundle({ resource: condition("1") }), { shown: ["Problem 1"], missing: [] }],
  ])("%s", (_, json, { shown, missing }) => {
    const document = describeDocument(parseFhir(bytes(json)));
    const found: Entry[] = document.sections.flatMap((each) => each.entries);
    const titles = found.map(({ title }) => title);
    for (const title of new Set(shown)) {
      expect(titles.filter((each) => each === title)).toHaveLength(shown.filter((each) => each === title).length);
    }
    expect(document.missing).toEqual(missing);
    // What is drawn by its id is drawn once.
    expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
    const text = said(bytes(json));
    for (const words of [...shown, ...missing]) expect(text).toContain(words);
    // It goes on to other programs as far as it can, too.
    expect(() => splitDocument(json)).not.toThrow();
    const metadata = { type: "other", title: "x", date: "2026-11-12", language: "en" } as never;
    expect(() => ipsDocument("0x01", null, [{ report: "0x02", metadata, json }], 0)).not.toThrow();
  });
});
