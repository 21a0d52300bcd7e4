import { describe, expect, it } from "vitest";
import type { ConsentRow, ReportRow, StandingConsentRow } from "../history/rows.ts";
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
  status: "LIVE",
  endedAt: null,
  reason: null,
  version: 1,
  versionAt: 100,
  epoch: 1,
  commitment: "0x",
  payload: "0x",
  capsules: "0x",
  holderKeyVersion: 1,
  explicitOnly: false,
  at: 100,
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
const standing = (
  grantee: typeof author,
  expiry: number,
  rest: Partial<StandingConsentRow> = {},
): StandingConsentRow => {
  const { report: _, ...decision } = consent(grantee, expiry, expiry === 0);
  return { ...decision, attestationGeneration: 1, everythingStoppedAt: null, ...rest };
};
const asked = (consents: ConsentRow[], all: StandingConsentRow[] = [], of = row) =>
  candidates(of, { consents, standing: all }, now);
const names = (...given: Parameters<typeof asked>) => asked(...given).map(({ doctor }) => doctor.name);

describe("who may be able to read a report", () => {
  it("is its author, without an end", () => {
    expect(asked([])).toMatchObject([{ doctor: author, isAuthor: true, until: null, purpose: null }]);
  });

  it("is nobody for what patients add themselves", () => {
    expect(names([], [], { ...row, doctor: null })).toEqual([]);
  });

  it("is a doctor with a consent, until its last second", () => {
    expect(names([consent(other, now / 1000)])).toEqual(["Dr a", "Dr b"]);
    expect(names([consent(other, now / 1000 - 1)])).toEqual(["Dr a"]);
    expect(asked([consent(other, 2000)])[1]).toMatchObject({ isAuthor: false, until: 2_000_000, purpose: "TREAT" });
  });

  it("is no doctor whose consent was stopped or is about another report", () => {
    expect(names([consent(other, 2000, true)])).toEqual(["Dr a"]);
    expect(names([{ ...consent(other, 2000), report: `0x${"33".repeat(32)}` }])).toEqual(["Dr a"]);
  });

  it("is a doctor with whom all reports are shared, but for those kept for explicit sharing", () => {
    expect(asked([], [standing(other, 2000)])[1]).toMatchObject({ doctor: other, readsAll: true, until: 2_000_000 });
    expect(names([], [standing(other, now / 1000 - 1)])).toEqual(["Dr a"]);
    expect(names([], [standing(other, 2000)], { ...row, explicitOnly: true })).toEqual(["Dr a"]);
  });

  it("is each doctor once, by what ends last", () => {
    expect(asked([consent(other, 2000)], [standing(other, 3000)])[1]).toMatchObject({
      until: 3_000_000,
      readsAll: true,
    });
    expect(asked([consent(other, 3000)], [standing(other, 2000)])[1]).toMatchObject({
      until: 3_000_000,
      readsAll: false,
    });
    expect(asked([consent(author, 2000)])).toMatchObject([{ isAuthor: true, until: null }]);
  });

  it("is no author with whom everything was stopped since, unless by a new consent, which has an end", () => {
    const stopped = standing(author, 0, { everythingStoppedAt: row.at + 1 });
    expect(names([], [stopped])).toEqual([]);
    expect(asked([consent(author, 2000)], [stopped])).toMatchObject([{ isAuthor: true, until: 2_000_000 }]);
    expect(names([], [standing(author, 0, { everythingStoppedAt: row.at - 1 })])).toEqual(["Dr a"]);
  });

  it.each(["RETRACTED", "ERASED"] as const)("is nobody once the report was %s", (status) => {
    expect(names([consent(other, 2000)], [standing(other, 2000)], { ...row, status })).toEqual([]);
  });
});
