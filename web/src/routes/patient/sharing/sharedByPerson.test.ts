import { describe, expect, it } from "vitest";
import type { ConsentRow, ReportRow, StandingConsentRow } from "#lib/history/rows.ts";
import type { ChartReports } from "../chartReports.ts";
import { endedSharing, endingSoon, sharedByPerson } from "./sharedByPerson.ts";

const now = 1_000_000;
const hallowell = { account: `0x${"a".repeat(40)}`, name: "Dr Lena Hallowell", specialty: "" } as const;
const report = `0x${"11".repeat(32)}` as const;

const row = (rest: Partial<ReportRow> = {}) => ({ report, status: "LIVE", endedAt: null, ...rest }) as ReportRow;
const consent = (rest: Partial<ConsentRow> = {}) =>
  ({ report, grantee: hallowell, stopped: false, expiry: 2_000, at: 100, ...rest }) as ConsentRow;
const standing = (rest: Partial<StandingConsentRow> = {}) =>
  ({ grantee: hallowell, stopped: false, expiry: 2_000, at: 100, grantedAt: 100, ...rest }) as StandingConsentRow;
const nothing = { rows: [row()], erased: [], ofAll: [], consents: [], standing: [], readers: new Map() };
const ended = (reports: Partial<ChartReports>) => endedSharing({ ...nothing, ...reports }, now);

describe("with whom a patient shares", () => {
  const penhallow = { ...hallowell, account: `0x${"b".repeat(40)}`, name: "Dr Yusuf Penhallow" } as const;
  const reader = { doctor: penhallow, until: null, purpose: null, readsAll: false, isAuthor: true };

  it("is everyone who can read a report, and everyone who could read the next", () => {
    const readers = new Map([[report, [reader]]]);
    expect(sharedByPerson({ ...nothing, readers, ofAll: [standing()] })).toMatchObject([
      { doctor: hallowell, ofAll: { grantee: hallowell }, reports: [] },
      { doctor: penhallow, ofAll: null, reports: [{ reader }] },
    ]);
  });

  it("tells of whoever reads all what they cannot read: what was stopped by itself, and is still there", () => {
    const another = `0x${"22".repeat(32)}` as const;
    const withdrawn = `0x${"33".repeat(32)}` as const;
    const rows = [row(), row({ report: another }), row({ report: withdrawn, status: "RETRACTED" })];
    const readers = new Map([[report, [{ ...reader, doctor: hallowell, readsAll: true }]]]);
    const [person] = sharedByPerson({ ...nothing, rows, readers, ofAll: [standing()] });
    expect(person?.exceptions.map((each) => each.report)).toEqual([another]);
    expect(sharedByPerson({ ...nothing, rows, readers })[0]?.exceptions).toEqual([]);
  });

  it("is nobody when nobody can read anything", () => {
    expect(sharedByPerson(nothing)).toEqual([]);
  });
});

describe("shares that end soon", () => {
  const now = new Date(2026, 10, 22, 12).getTime();
  const inDays = (days: number) => now + days * 86_400_000;
  const reading = (until: number | null, readsAll = false) => ({
    row: row(),
    reader: { doctor: hallowell, until, purpose: "TREAT" as const, readsAll, isAuthor: false },
  });
  const soon = (reports: ReturnType<typeof reading>[], ofAll: StandingConsentRow | null = null) =>
    endingSoon([{ doctor: hallowell, ofAll, exceptions: [], reports }], now);

  it("end within five days, the first to end first", () => {
    const found = soon([reading(inDays(5)), reading(inDays(6)), reading(inDays(2)), reading(null)]);
    expect(found.map(({ until }) => until)).toEqual([inDays(2), inDays(5)]);
  });

  it("are said once where all reports are shared", () => {
    const all = standing({ expiry: inDays(1) / 1000 });
    expect(soon([reading(inDays(1), true)], all)).toMatchObject([{ row: null, until: inDays(1) }]);
  });
});

describe("shares that are over", () => {
  it("are none while they run", () => {
    expect(ended({ consents: [consent()], standing: [standing()] })).toEqual([]);
  });

  it("were stopped, or ran out", () => {
    expect(ended({ consents: [consent({ stopped: true, expiry: 0, at: 500 })] })).toEqual([
      { report, doctor: hallowell, at: 500_000, why: "stopped" },
    ]);
    expect(ended({ consents: [consent({ expiry: 999 })] })).toMatchObject([{ at: 999_000, why: "expired" }]);
  });

  it("ended with their report, withdrawn or erased", () => {
    const withdrawn = row({ status: "RETRACTED", endedAt: 700 });
    expect(ended({ rows: [withdrawn], consents: [consent()] })).toMatchObject([{ at: 700_000, why: "withdrawn" }]);
    const erased = row({ status: "ERASED", endedAt: 800 });
    expect(ended({ rows: [], erased: [erased], consents: [consent()] })).toMatchObject([
      { at: 800_000, why: "erased" },
    ]);
  });

  it("are of all reports, too, and the newest end comes first", () => {
    const all = standing({ stopped: true, expiry: 0, at: 900 });
    expect(ended({ consents: [consent({ expiry: 500 })], standing: [all] })).toMatchObject([
      { report: null, at: 900_000, why: "stopped" },
      { report, at: 500_000, why: "expired" },
    ]);
  });

  it("are none of what never was shared: a stop without a share, or of a report that is not there", () => {
    expect(ended({ standing: [standing({ stopped: true, expiry: 0, grantedAt: null })] })).toEqual([]);
    expect(ended({ rows: [], consents: [consent({ stopped: true, expiry: 0 })] })).toEqual([]);
  });
});
