import type { PublicGrant, PublicReport } from "./publicReport.ts";

/** Those of the grants that let somebody read the report at some time, newest first. */
export function grantsOf(report: PublicReport, grants: readonly PublicGrant[]): PublicGrant[] {
  const { addedAt, explicitOnly } = report;
  const concerns = ({ isStanding, expiry, ended }: PublicGrant) =>
    !isStanding || (!explicitOnly && Math.min(expiry, ended?.at ?? expiry) >= addedAt);
  return grants.filter(concerns).toSorted((a, b) => b.since - a.since);
}
