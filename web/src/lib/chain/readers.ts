import type { ReportId } from "@chartkey/protocol/report-id";
import type { NamedDoctor } from "../history/namedDoctor.ts";
import type { ConsentRow, ReportRow } from "../history/rows.ts";
import type { ChainAccess } from "./chainAccess.ts";
import { canRead } from "./reads.ts";

/** Someone besides the patient who can read a report now. */
export type ReportReader = {
  doctor: NamedDoctor;
  /** Milliseconds since 1970; null when it ends only by stopping. */
  until: number | null;
  /** They wrote it. */
  isAuthor: boolean;
};

/**
 * Who can read each report besides the patient. The rows say whom to ask about; the answer is the contract's, because it also
 * depends on verifications and appointments that end by themselves.
 */
export async function readReaders(
  chain: ChainAccess,
  reports: readonly ReportRow[],
  consents: readonly ConsentRow[],
  now: number,
): Promise<Map<ReportId, ReportReader[]>> {
  const all = await Promise.all(
    reports.map(async (row): Promise<[ReportId, ReportReader[]]> => {
      const asked = candidates(row, consents, now);
      const answers = await Promise.all(asked.map(({ doctor }) => canRead(chain, row.report, doctor.account)));
      return [row.report, asked.filter((_, index) => answers[index])];
    }),
  );
  return new Map(all);
}

/** The author and everyone with a running consent, each once, unless the patient stopped it. */
export function candidates(row: ReportRow, consents: readonly ConsentRow[], now: number): ReportReader[] {
  const own = consents.filter(({ report }) => report === row.report);
  const stopped = (doctor: NamedDoctor) => own.some((each) => each.stopped && each.grantee.account === doctor.account);
  const authors: ReportReader[] =
    row.doctor && !stopped(row.doctor) ? [{ doctor: row.doctor, until: null, isAuthor: true }] : [];
  const grantees = own
    .filter(({ stopped, expiry }) => !stopped && expiry * 1000 >= now)
    .filter(({ grantee }) => !authors.some(({ doctor }) => doctor.account === grantee.account))
    .map(({ grantee, expiry }): ReportReader => ({ doctor: grantee, until: expiry * 1000, isAuthor: false }));
  return [...authors, ...grantees];
}
