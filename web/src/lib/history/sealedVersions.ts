import type { ReportId } from "@chartkey/protocol/report-id";
import type { Hex } from "viem";
import type { ChainAccess } from "../chain/chainAccess.ts";
import { inChainOrder, recordsLogs } from "../chain/logs.ts";
import { blockTimes } from "./blockTimes.ts";

/** One version of a report, as it is locked now. */
export type SealedVersion = { version: number; commitment: Hex; payload: Hex };

/** Every version of a report under its present lock. */
export type Lock = {
  /** How often it was locked: 1 when added. */
  epoch: number;
  /** When it was last locked anew, or added; Unix seconds. */
  at: number;
  versions: readonly SealedVersion[];
};

/** Reads how a report is locked now from the logs of the public record: a new lock must leave out none of its versions. */
export async function readLock(chain: ChainAccess, report: ReportId): Promise<Lock | null> {
  const [added, corrected, rekeyed] = await Promise.all([
    recordsLogs(chain, "ReportAdded", { report }),
    recordsLogs(chain, "ReportCorrected", { report }),
    recordsLogs(chain, "ReportRekeyed", { report }),
  ]);
  const [first] = added;
  if (!first) return null;
  const timeOf = await blockTimes(
    chain,
    [first, ...rekeyed].map(({ blockNumber }) => blockNumber),
  );
  const { commitment, payload } = first.args;
  let lock: Lock = { epoch: 1, at: timeOf(first.blockNumber), versions: [{ version: 1, commitment, payload }] };
  for (const log of [...corrected, ...rekeyed].toSorted(inChainOrder)) {
    if (log.eventName === "ReportCorrected") {
      const { version, commitment, payload } = log.args;
      lock = { ...lock, versions: [...lock.versions, { version, commitment, payload }] };
    } else {
      const { epoch, payloads } = log.args;
      const versions = lock.versions.map((each, index) => ({ ...each, payload: payloads[index] ?? each.payload }));
      lock = { epoch, at: timeOf(log.blockNumber), versions };
    }
  }
  return lock;
}
