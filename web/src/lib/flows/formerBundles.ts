import type { ReportId } from "@chartkey/protocol/report-id";
import type { Hex } from "viem";
import type { ChainAccess } from "../chain/chainAccess.ts";
import { inChainOrder, recordsLogs } from "../chain/logs.ts";
import { storedBundles } from "./storedBundles.ts";

/**
 * Stored capsule bundles of a report from before its present lock. Their keys open nothing that is still on the public record, unless a
 * remark is under an earlier lock than the report: the worker knows, and keeps them then.
 */
export async function formerBundles(chain: ChainAccess, report: ReportId): Promise<Hex[]> {
  const [added, corrected, rekeyed, remarks, granted] = await Promise.all([
    recordsLogs(chain, "ReportAdded", { report }),
    recordsLogs(chain, "ReportCorrected", { report }),
    recordsLogs(chain, "ReportRekeyed", { report }),
    recordsLogs(chain, "RemarkAdded", { report }),
    recordsLogs(chain, "ConsentGranted", { report }),
  ]);
  const inOrder = [...added, ...corrected, ...rekeyed, ...remarks, ...granted].toSorted(inChainOrder);
  const present = inOrder.findLastIndex(({ eventName }) => eventName === "ReportRekeyed");
  return storedBundles(inOrder.slice(0, Math.max(0, present)));
}
