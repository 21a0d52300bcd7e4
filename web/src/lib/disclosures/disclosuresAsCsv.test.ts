import { expect, it } from "vitest";
import { disclosuresAsCsv } from "./disclosuresAsCsv.ts";
import type { NamedDisclosure } from "./readDisclosures.ts";

const reader = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const shared: NamedDisclosure = {
  reader,
  doctor: { account: reader, name: "=Dr Alba, Fictional", specialty: "Skin" },
  report: "0x11",
  why: "shared",
  purpose: "TREAT",
  from: 0,
  until: 86_400,
  ended: { at: 3_600, why: "stopped", transaction: "0xbb" },
  askedAt: null,
  without: [],
  transaction: "0xaa",
};

it("an accounting as a table has a line for each span, and nothing that a spreadsheet would run", () => {
  const everything: NamedDisclosure = {
    ...shared,
    report: null,
    why: "shared-everything",
    until: 86_400,
    ended: null,
    askedAt: 60,
    without: [{ report: "0x22", at: 120, until: 180 }],
  };
  const [head, first, second, end] = disclosuresAsCsv([shared, everything], (report) => `Letter ${report}`).split(
    "\r\n",
  );
  expect(head).toBe(
    "reader,specialty,account,report,reportId,basis,purpose,from,until,ended,endedBecause,askedFor,without,transaction,endTransaction",
  );
  expect(first).toBe(
    `"'=Dr Alba, Fictional",Skin,${reader},Letter 0x11,0x11,shared by the patient,treatment,1970-01-01T00:00:00.000Z,` +
      "1970-01-02T00:00:00.000Z,1970-01-01T01:00:00.000Z,you stopped sharing it,,,0xaa,0xbb",
  );
  expect(second).toBe(
    `"'=Dr Alba, Fictional",Skin,${reader},all reports but those that are only shared one by one,,everything shared by the patient,treatment,1970-01-01T00:00:00.000Z,` +
      "1970-01-02T00:00:00.000Z,,,1970-01-01T00:01:00.000Z,Letter 0x22 from 1970-01-01T00:02:00.000Z until 1970-01-01T00:03:00.000Z,0xaa,",
  );
  expect(end).toBe("");
});
