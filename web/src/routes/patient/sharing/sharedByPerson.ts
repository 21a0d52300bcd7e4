import type { ReportId } from "@chartkey/protocol/report-id";
import type { PurposeCode } from "@chartkey/protocol/purpose";
import { daysUntil } from "#components/dates.ts";
import type { ReportReader } from "#lib/chain/readers.ts";
import type { NamedDoctor } from "#lib/history/namedDoctor.ts";
import type { ConsentRow, ReportRow, StandingConsentRow } from "#lib/history/rows.ts";
import type { ChartReports } from "../chartReports.ts";

/**
 * A doctor with everything they can read now; `ofAll` is the share of all reports, if there is one, and `exceptions` what they cannot
 * read in spite of it.
 */
export type SharedWith = {
  doctor: NamedDoctor;
  ofAll: StandingConsentRow | null;
  exceptions: readonly ReportRow[];
  reports: { row: ReportRow; reader: ReportReader }[];
};

/** Who can read something now or, by a share of all reports, whatever comes; by name, their reports newest first. */
export function sharedByPerson({ rows, readers, ofAll }: ChartReports): SharedWith[] {
  const all = rows.flatMap((row) => (readers.get(row.report) ?? []).map((reader) => ({ row, reader })));
  const doctors = [...ofAll.map(({ grantee }) => grantee), ...all.map(({ reader }) => reader.doctor)];
  return [...new Map(doctors.map((doctor) => [doctor.account, doctor])).values()]
    .map((doctor): SharedWith => {
      const reports = all.filter(({ reader }) => reader.doctor.account === doctor.account);
      const standing = ofAll.find(({ grantee }) => grantee.account === doctor.account) ?? null;
      const read = new Set(reports.map(({ row }) => row.report));
      const unread = rows.filter(({ report, status }) => status === "LIVE" && !read.has(report));
      return { doctor, ofAll: standing, exceptions: standing ? unread : [], reports };
    })
    .toSorted((a, b) => a.doctor.name.localeCompare(b.doctor.name));
}

/** Days before its end from which a share ends soon. */
const SOON = 5;

/** Shares that end within the next days, the first to end first: of one report, or of all when `row` is null. */
export type EndingShare = {
  row: ReportRow | null;
  /** Of a share of all: what it does not cover */
  exceptions: readonly ReportRow[];
  doctor: NamedDoctor;
  until: number;
  purpose: PurposeCode | null;
};

export function endingSoon(people: readonly SharedWith[], now: number): EndingShare[] {
  const isSoon = (until: number | null): until is number => until !== null && daysUntil(until, now) <= SOON;
  return people
    .flatMap(({ doctor, ofAll, exceptions, reports }): EndingShare[] => [
      ...(ofAll ? [{ row: null, exceptions, doctor, until: ofAll.expiry * 1000, purpose: ofAll.purpose }] : []),
      // What is read as one of all is said once, for all.
      ...reports.flatMap(({ row, reader: { until, purpose, readsAll } }) =>
        until === null || readsAll ? [] : [{ row, exceptions: [], doctor, until, purpose }],
      ),
    ])
    .filter(({ until }) => isSoon(until))
    .toSorted((a, b) => a.until - b.until);
}

/** A share that is over: of one report, or of all when `report` is null. `at` in milliseconds. */
export type EndedShare = {
  report: ReportId | null;
  doctor: NamedDoctor;
  at: number;
  why: "stopped" | "expired" | "withdrawn" | "erased";
};

/** Shares that were stopped, ran out or ended with their report, the newest end first. `now` in milliseconds. */
export function endedSharing({ rows, erased, consents, standing }: ChartReports, now: number): EndedShare[] {
  const reports = new Map([...rows, ...erased].map((row) => [row.report, row]));
  const ofReports = consents.flatMap((consent): EndedShare[] => {
    const row = reports.get(consent.report);
    // A stop may name a report that is not there.
    if (!row) return [];
    return endOf(consent, row, now).map((end) => ({ report: row.report, doctor: consent.grantee, ...end }));
  });
  const ofAll = standing
    .filter(({ grantedAt }) => grantedAt !== null)
    .flatMap((consent): EndedShare[] =>
      endOf(consent, null, now).map((end) => ({ report: null, doctor: consent.grantee, ...end })),
    );
  return [...ofReports, ...ofAll].toSorted((a, b) => b.at - a.at);
}

/** Empty while it is not over. */
function endOf(
  { stopped, expiry, at }: ConsentRow | StandingConsentRow,
  row: ReportRow | null,
  now: number,
): Pick<EndedShare, "at" | "why">[] {
  if (stopped) return [{ at: at * 1000, why: "stopped" }];
  if (expiry * 1000 < now) return [{ at: expiry * 1000, why: "expired" }];
  if (row && row.status !== "LIVE" && row.endedAt !== null) {
    return [{ at: row.endedAt * 1000, why: row.status === "ERASED" ? "erased" : "withdrawn" }];
  }
  return [];
}
