import type { ReportReader } from "#lib/chain/readers.ts";
import type { NamedDoctor } from "#lib/history/namedDoctor.ts";
import type { ConsentRow, ReportRow } from "#lib/history/rows.ts";
import type { ChartReports } from "../patientDesk.svelte.ts";

/** A doctor with everything they can read now. */
export type SharedWith = { doctor: NamedDoctor; reports: { row: ReportRow; reader: ReportReader }[] };

/** Who can read something now, by name; their reports newest first. */
export function sharedByPerson({ rows, readers }: ChartReports): SharedWith[] {
  const pairs = rows.flatMap((row) => (readers.get(row.report) ?? []).map((reader) => ({ row, reader })));
  const byAccount = Map.groupBy(pairs, ({ reader }) => reader.doctor.account);
  return [...byAccount.values()]
    .flatMap((reports): SharedWith[] => (reports[0] ? [{ doctor: reports[0].reader.doctor, reports }] : []))
    .toSorted((a, b) => a.doctor.name.localeCompare(b.doctor.name));
}

/** Shares that were stopped or ran out, the newest decision first. `now` in milliseconds. */
export function endedSharing({ consents }: ChartReports, now: number): ConsentRow[] {
  return consents.filter(({ stopped, expiry }) => stopped || expiry * 1000 < now).toSorted((a, b) => b.at - a.at);
}
