import { describe, expect, it } from "vitest";
import type { ConsentRow, ReportRow } from "../history/rows.ts";
import { candidates } from "./readers.ts";

const doctor = (letter: string) => ({
  account: `0x${letter.repeat(40)}` as const,
  name: `Dr ${letter}`,
  specialty: "",
});
const [author, other] = [doctor("a"), doctor("b")];
const report = `0x${"11".repeat(32)}` as const;
const chart = `0x${"22".repeat(20)}` as const;
const now = 1_000_000;

const row: ReportRow = {
  report,
  chart,
  author: author.account,
  actor: author.account,
  doctor: author,
  hospital: 1,
  epoch: 1,
  commitment: "0x",
  payload: "0x",
  capsules: "0x",
  holderKeyVersion: 1,
  explicitOnly: false,
  at: 0,
  transaction: "0x",
};
const consent = (grantee: typeof author, expiry: number, stopped = false): ConsentRow => ({
  report,
  chart,
  grantee,
  stopped,
  expiry,
  purpose: "TREAT",
  counter: 1,
  capsules: "0x",
  granter: null,
  granteeKeyVersion: 1,
  grantedAt: 0,
  at: 0,
  transaction: "0x",
});
const names = (consents: ConsentRow[], of = row) => candidates(of, consents, now).map(({ doctor }) => doctor.name);

describe("who may be able to read a report", () => {
  it("is its author, until the patient stops", () => {
    expect(names([])).toEqual(["Dr a"]);
    expect(candidates(row, [], now)[0]).toMatchObject({ isAuthor: true, until: null });
    expect(names([consent(author, 0, true)])).toEqual([]);
  });

  it("is nobody for what patients add themselves", () => {
    expect(names([], { ...row, doctor: null })).toEqual([]);
  });

  it("is a doctor with a consent, until its last second", () => {
    expect(names([consent(other, now / 1000)])).toEqual(["Dr a", "Dr b"]);
    expect(names([consent(other, now / 1000 - 1)])).toEqual(["Dr a"]);
    expect(candidates(row, [consent(other, 2000)], now)[1]).toMatchObject({ isAuthor: false, until: 2_000_000 });
  });

  it("is no doctor whose consent was stopped or is about another report", () => {
    expect(names([consent(other, 2000, true)])).toEqual(["Dr a"]);
    expect(names([{ ...consent(other, 2000), report: `0x${"33".repeat(32)}` }])).toEqual(["Dr a"]);
  });
});
