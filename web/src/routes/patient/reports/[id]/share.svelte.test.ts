import type { Address } from "viem";
import { describe, expect, it } from "vitest";
import { plainPhrase } from "#components/phrase.ts";
import type { ReportReader } from "#lib/chain/readers.ts";
import type { Doctor } from "#lib/history/doctors.ts";
import type { ReportRow } from "#lib/history/rows.ts";
import type { PatientDesk } from "../../patientDesk.svelte.ts";
import { dayErrorOf, endOf, Sharing } from "./share.svelte.ts";

const account: Address = `0x${"5".repeat(40)}`;
const doctor = { account, name: "Dr Priya Marlowe", specialty: "General medicine" };
const row = { report: "0x01" } as unknown as ReportRow;

/** A share of a report with Dr Marlowe on 24 December 2026, who can read it already or not. */
function sharing(reader: Omit<ReportReader, "doctor"> | null, keyVersionsSharedWith: readonly number[] = []): Sharing {
  const desk = {
    titleOf: () => "Heart tracing",
    readersOf: () => (reader ? [{ doctor, ...reader }] : []),
    reports: {
      value: { consents: keyVersionsSharedWith.map((granteeKeyVersion) => ({ grantee: doctor, granteeKeyVersion })) },
    },
  } as unknown as PatientDesk;
  const share = new Sharing(desk, row);
  share.doctors.value = [doctor as unknown as Doctor];
  share.grantee = account;
  share.duration = "other";
  share.day = tomorrow();
  return share;
}

const reader = { until: null, purpose: "TREAT", readsAll: false, isAuthor: false } as const;
const tomorrow = () => new Date(Date.now() + 48 * 3600_000).toISOString().slice(0, 10);
const said = (share: Sharing) => plainPhrase(share.say);

describe("what is said before a report is shared", () => {
  it("names who can read it, what for and until when", () => {
    expect(said(sharing(null))).toMatch(
      /^Dr Priya Marlowe can read Heart tracing, to treat you, until \w+,? .*23:59\./,
    );
  });

  it("says that the day changes for whoever can read it already", () => {
    const before = new Date(2030, 0, 15, 23, 59, 59).getTime();
    expect(said(sharing({ ...reader, until: before }))).toMatch(
      /can read Heart tracing until .*15 January 2030, 23:59\. You change that: they can read it, to treat you, until .*23:59\./,
    );
  });

  it("promises no day for its author, who reads until the patient stops, and shares nothing", async () => {
    const share = sharing({ ...reader, purpose: null, isAuthor: true });
    expect(said(share)).not.toContain("until");
    expect(await share.share()).toBe(false);
  });

  it("promises no day for whoever reads all reports, which this share would not change", async () => {
    const share = sharing({ ...reader, until: new Date(2030, 0, 15).getTime(), readsAll: true });
    expect(said(share)).not.toContain("until");
    expect(await share.share()).toBe(false);
  });
});

describe("a key that the patient shares with", () => {
  it("is new until something was shared with that version of it", () => {
    const isNew = (versions: readonly number[]) => {
      const share = sharing(null, versions);
      share.key.value = { version: 2, fingerprint: "AAAA BBBB", change: null };
      return share.isNewKey;
    };
    expect([isNew([]), isNew([1]), isNew([1, 2])]).toEqual([true, true, false]);
  });
});

describe("the last day of a share", () => {
  const at = (hour: number, minute: number) => new Date(2026, 10, 26, hour, minute).getTime();
  const lastSecond = new Date(2026, 10, 26, 23, 59, 59).getTime() / 1000;

  it("may be today, until its end", () => {
    expect(endOf("other", "2026-11-26", at(7, 11))).toBe(lastSecond);
    expect(endOf("other", "2026-11-26", at(23, 40))).toBe(lastSecond);
    expect(dayErrorOf("other", "2026-11-26", at(23, 40))).toBeUndefined();
  });

  it("is not today when that is over before anything is confirmed, which is said", () => {
    expect(endOf("other", "2026-11-26", at(23, 55))).toBeNull();
    expect(dayErrorOf("other", "2026-11-26", at(23, 55))).toMatch(/^Today is over before this would be confirmed/);
  });

  it("is neither past, nor more than five years away, nor left out", () => {
    for (const day of ["2026-11-25", "2031-12-01", ""])
      expect(dayErrorOf("other", day, at(7, 11))).toMatch(/^Choose a day from today until five years from now/);
  });
});
