import type { Address } from "viem";
import type { NamedDoctor } from "./namedDoctor.ts";
import type { ConsentRow, ReportRow, StandingConsentRow } from "./rows.ts";

type Decisions = { consents: readonly ConsentRow[]; standing: readonly StandingConsentRow[] };

/**
 * Somebody who could read a report under its present lock and cannot now: stopped, or over by itself. They have the key of that lock, so
 * a new one is due.
 *
 * @param lockedAt When that lock was put on, Unix seconds.
 * @param readers Who can read it now.
 */
export function formerReader(
  row: ReportRow,
  lockedAt: number,
  readers: readonly Address[],
  { consents, standing }: Decisions,
): NamedDoctor | null {
  const everythingStopped = ({ account }: NamedDoctor): number | null =>
    standing.find(({ grantee }) => grantee.account === account)?.everythingStoppedAt ?? null;
  const hadKey = (decision: ConsentRow | StandingConsentRow): boolean => {
    const { grantee, grantedAt, stopped, at, expiry } = decision;
    if (grantedAt === null) return false;
    if (!stopped) return expiry >= lockedAt;
    // Stopping everything decides nothing about a single report: its row still says when that was granted.
    return (at > grantedAt ? at : (everythingStopped(grantee) ?? at)) > lockedAt;
  };
  const granted = [
    ...consents.filter(({ report }) => report === row.report),
    ...(row.explicitOnly ? [] : standing),
  ].filter(hadKey);
  const author = row.doctor && (everythingStopped(row.doctor) ?? 0) > lockedAt ? [row.doctor] : [];
  const known = [...granted.map(({ grantee }) => grantee), ...author];
  return known.find(({ account }) => !readers.includes(account)) ?? null;
}
