import type { ReportId } from "@chartkey/protocol/report-id";
import type { PurposeCode } from "@chartkey/protocol/purpose";
import type { NamedDoctor } from "../history/namedDoctor.ts";
import type { ConsentRow, ReportRow, StandingConsentRow } from "../history/rows.ts";
import { inTurns } from "../inTurns.ts";
import type { ChainAccess } from "./chainAccess.ts";
import { canRead } from "./reads.ts";

/** Someone besides the patient who can read a report now. */
export type ReportReader = {
  doctor: NamedDoctor;
  /** Milliseconds since 1970; null when it ends only by stopping. */
  until: number | null;
  /** What it is for; null for what authors may read without a grant. */
  purpose: PurposeCode | null;
  /** The patient shared all their reports with them. */
  readsAll: boolean;
  /** They wrote it. */
  isAuthor: boolean;
};

/** What patients decided about their reports: one by one, and as a whole. */
export type Decisions = { consents: readonly ConsentRow[]; standing: readonly StandingConsentRow[] };

/**
 * Who can read each report besides the patient. The rows say whom to ask about; the answer is the contract's, because it also
 * depends on verifications and appointments that end by themselves, and on what became of the report.
 */
export async function readReaders(
  chain: ChainAccess,
  reports: readonly ReportRow[],
  decisions: Decisions,
  now: number,
): Promise<Map<ReportId, ReportReader[]>> {
  const { standing } = decisions;
  // Looked up, not searched for: a chart may have thousands of either.
  const byReport = Map.groupBy(decisions.consents, ({ report }) => report);
  const all = await inTurns(reports, async (row): Promise<[ReportId, ReportReader[]]> => {
    const asked = candidates(row, { consents: byReport.get(row.report) ?? [], standing }, now);
    const answers = await Promise.all(asked.map(({ doctor }) => canRead(chain, row.report, doctor.account)));
    return [row.report, asked.filter((_, index) => answers[index])];
  });
  return new Map(all);
}

/** Whom to ask about: the author, and everyone with a running consent to the report or to all reports, each by what ends last. */
export function candidates(row: ReportRow, { consents, standing }: Decisions, now: number): ReportReader[] {
  if (row.status !== "LIVE") return [];
  const isRunning = ({ stopped, expiry }: ConsentRow | StandingConsentRow) => !stopped && expiry * 1000 >= now;
  const granted = (readsAll: boolean) => {
    return ({ grantee: doctor, expiry, purpose }: ConsentRow | StandingConsentRow): ReportReader => {
      const isAuthor = row.doctor?.account === doctor.account;
      return { doctor, until: expiry * 1000, purpose, readsAll, isAuthor };
    };
  };

  const all: ReportReader[] = [
    ...(row.doctor && !hasLostAuthorship(row, standing)
      ? [{ doctor: row.doctor, until: null, purpose: null, readsAll: false, isAuthor: true }]
      : []),
    ...consents.filter((each) => each.report === row.report && isRunning(each)).map(granted(false)),
    ...(row.explicitOnly ? [] : standing.filter(isRunning).map(granted(true))),
  ];
  const byDoctor = Map.groupBy(all, ({ doctor }) => doctor.account);
  return [...byDoctor.values()].map((reasons) => reasons.reduce((a, b) => (endsLater(b, a) ? b : a)));
}

/** Whether the patient stopped everything with the author after the report was added. */
function hasLostAuthorship({ doctor, at }: ReportRow, standing: readonly StandingConsentRow[]): boolean {
  const pair = standing.find(({ grantee }) => grantee.account === doctor?.account);
  return pair !== undefined && pair.everythingStoppedAt !== null && pair.everythingStoppedAt >= at;
}

function endsLater(a: ReportReader, b: ReportReader): boolean {
  return b.until !== null && (a.until === null || a.until > b.until);
}
