import type { ReportRow } from "#lib/history/rows.ts";
import type { MadeLink } from "#lib/storage/madeLinks.ts";

/**
 * How many links that are not over lead to a copy of a report, and how many to a summary that may hold one: those made since the report
 * was added.
 *
 * @param made What this device knows
 * @param now Unix seconds
 */
export function linksOf(
  { report, at }: Pick<ReportRow, "report" | "at">,
  made: readonly MadeLink[],
  now: number,
): { copies: number; summaries: number } {
  const unended = made.filter(({ endedAt, expiresAt }) => endedAt === null && expiresAt > now);
  return {
    copies: unended.filter((link) => link.report === report).length,
    summaries: unended.filter((link) => link.report === null && link.madeAt >= at).length,
  };
}
