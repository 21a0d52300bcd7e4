import { recordsAbi } from "@chartkey/protocol/generated/records";
import type { Address, Hex } from "viem";
import { publicClient, stack } from "./stack.ts";

/** What the contract says, whatever pages and lists show. */
export function canRead(report: Hex, account: Address): Promise<boolean> {
  return publicClient.readContract({
    address: stack.records,
    abi: recordsAbi,
    functionName: "canRead",
    args: [report, account],
  });
}
