import type { Address } from "viem";
import type { ReportRow } from "../history/rows.ts";
import { inTurns } from "../inTurns.ts";
import type { ChainAccess } from "./chainAccess.ts";
import { canRead, isStopped } from "./reads.ts";

/** A report that a share of all reports with somebody does not let them read: it was stopped by itself, or is kept for explicit sharing. */
export type Exception = { row: ReportRow; why: "stopped" | "explicit" };

/**
 * Which of a chart's reports a share of all of them with `grantee` does not let them read, by the contract, at this moment. Each is asked
 * about: the lists know of stops, but not which of them a stop of everything took the place of.
 */
export async function exceptionsWith(
  chain: ChainAccess,
  reports: readonly ReportRow[],
  grantee: Address,
): Promise<Exception[]> {
  const live = reports.filter(({ status }) => status === "LIVE");
  const found = await inTurns(live, async (row): Promise<Exception[]> => {
    if (await isStopped(chain, row.report, grantee)) return [{ row, why: "stopped" }];
    // Whoever wrote it, or was given it by itself, reads it all the same.
    return row.explicitOnly && !(await canRead(chain, row.report, grantee)) ? [{ row, why: "explicit" }] : [];
  });
  return found.flat();
}
