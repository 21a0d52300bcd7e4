import { recordsAbi } from "@chartkey/protocol/generated/records";
import { decodeFunctionData, type Hex } from "viem";
import type { Lock } from "../history/sealedVersions.ts";
import type { NewLock } from "../storage/newLocks.ts";

/**
 * Whether a new lock that was begun can be gone on with. A lock that somebody put on meanwhile, on another device say, is not this one:
 * it may have been made when more people could read the report, and so never stands in for it.
 *
 * @param epoch How often the report was locked by now.
 * @param lock How it is locked, by the logs of the public record.
 */
export function canGoOn(begun: NewLock, epoch: number, lock: Lock): boolean {
  if (!begun.call) return begun.epoch > epoch;
  const payloads = payloadsOf(begun.call.data);
  // The contract takes a lock for every version, and a correction adds one.
  if (begun.epoch > epoch) return payloads.length === lock.versions.length;
  // On the public record; the remarks and the old copies are still to be done. Its log may come later than its epoch.
  const isOn = payloads.every((payload, index) => payload === lock.versions[index]?.payload);
  return begun.epoch === epoch && (lock.epoch < epoch || isOn);
}

/** The locked versions that a call of `rekeyReport` puts on the public record. */
function payloadsOf(data: Hex): readonly Hex[] {
  const { functionName, args } = decodeFunctionData({ abi: recordsAbi, data });
  return functionName === "rekeyReport" ? args[2] : [];
}
