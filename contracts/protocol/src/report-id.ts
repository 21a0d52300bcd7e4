import { concat, encodeAbiParameters, keccak256, slice, type Address, type Hex } from "viem";
import type { ChartId } from "./chart.ts";

/** Where reports are: the chain and the contract that every report id and payload is bound to. */
export type RecordsLocation = { chainId: number; records: Address };

/** A report id: 32 bytes as hex, the first 20 of which are its chart. */
export type ReportId = Hex;

/** Who wrote a report, 20 bytes: a doctor's account, or the chart itself when patients add their own. */
export type Author = Hex;

/**
 * chart (20 bytes) ‖ first 12 bytes of keccak256(abi.encode(chain id, records, author as bytes20, commitment)).
 * `commitment` is that of the first version: corrections keep the id.
 */
export function reportIdOf(
  { chainId, records }: RecordsLocation,
  { chart, author, commitment }: { chart: ChartId; author: Author; commitment: Hex },
): ReportId {
  const preimage = encodeAbiParameters(
    [{ type: "uint256" }, { type: "address" }, { type: "bytes20" }, { type: "bytes32" }],
    [BigInt(chainId), records, author, commitment],
  );
  return concat([chart, slice(keccak256(preimage), 0, 12)]);
}

/** The chart that a report belongs to. */
export function chartOfReport(report: ReportId): ChartId {
  return slice(report, 0, 20, { strict: true });
}
