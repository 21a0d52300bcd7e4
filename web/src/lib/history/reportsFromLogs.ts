import { getAddress, type Address, type Hex } from "viem";
import type { ChainAccess } from "../chain/chainAccess.ts";
import { inChainOrder, recordsLogs } from "../chain/logs.ts";
import { blockTimes } from "./blockTimes.ts";
import { namedDoctorsFromLogs } from "./namedDoctor.ts";
import { retractionReasonOf, type RetractionReason } from "./retractionReason.ts";
import type { ReportRow } from "./rows.ts";

/** What happened to a report after it was added, as its event says it. Times are Unix seconds. */
export type ReportChange =
  | {
      kind: "corrected";
      version: number;
      commitment: Hex;
      payload: Hex;
      capsules: Hex;
      actor: Address;
      holderKeyVersion: number;
      at: number;
    }
  | { kind: "rekeyed"; epoch: number; payloads: readonly Hex[]; capsules: Hex; actor: Address }
  | { kind: "retracted"; reason: RetractionReason; at: number }
  | { kind: "erased"; at: number };

/** A report as it stands after changes, given in the order of the chain. */
export function afterChanges(added: ReportRow, changes: readonly ReportChange[]): ReportRow {
  return changes.reduce(afterChange, added);
}

function afterChange(row: ReportRow, change: ReportChange): ReportRow {
  switch (change.kind) {
    case "corrected": {
      const { kind: _, at: versionAt, ...newest } = change;
      return { ...row, ...newest, versionAt };
    }
    case "rekeyed": {
      const { epoch, payloads, capsules, actor } = change;
      return { ...row, epoch, payload: payloads[row.version - 1] ?? row.payload, capsules, actor };
    }
    case "retracted":
      return { ...row, status: "RETRACTED", endedAt: change.at, reason: change.reason };
    case "erased":
      return { ...row, status: "ERASED", endedAt: change.at };
  }
}

/** Reports as they stand, as the logs of the public record tell it; in the order in which they were added. */
export async function reportsFromLogs(
  chain: ChainAccess,
  where: { chart?: Hex; author?: Hex; report?: Hex | Hex[] },
): Promise<ReportRow[]> {
  const added = await recordsLogs(chain, "ReportAdded", where);
  if (added.length === 0) return [];
  const of = where.chart ? { chart: where.chart } : { report: added.map(({ args }) => args.report) };
  const [corrected, rekeyed, retracted, erased] = await Promise.all([
    recordsLogs(chain, "ReportCorrected", of),
    recordsLogs(chain, "ReportRekeyed", of),
    recordsLogs(chain, "ReportRetracted", of),
    recordsLogs(chain, "ReportErased", of),
  ]);
  const changed = [...corrected, ...rekeyed, ...retracted, ...erased].toSorted(inChainOrder);
  const timeOf = await blockTimes(
    chain,
    [...added, ...corrected, ...retracted, ...erased].map(({ blockNumber }) => blockNumber),
  );
  const changesOf = (report: Hex): ReportChange[] =>
    changed
      .filter(({ args }) => args.report === report)
      .map(({ eventName, args, blockNumber }) => {
        if (eventName === "ReportCorrected") {
          const { version, commitment, payload, capsules, actor, holderKeyVersion } = args;
          const at = timeOf(blockNumber);
          const by = getAddress(actor);
          return { kind: "corrected", version, commitment, payload, capsules, actor: by, holderKeyVersion, at };
        }
        if (eventName === "ReportRekeyed") {
          const { epoch, payloads, capsules, actor } = args;
          return { kind: "rekeyed", epoch, payloads, capsules, actor: getAddress(actor) };
        }
        const at = timeOf(blockNumber);
        if (eventName === "ReportErased") return { kind: "erased", at };
        return { kind: "retracted", reason: retractionReasonOf(args.reason), at };
      });

  const doctors = await namedDoctorsFromLogs(
    chain,
    added.filter(({ args }) => args.hospital > 0).map(({ args }) => getAddress(args.actor)),
  );
  return added.map(({ args, blockNumber, transactionHash }) => {
    const at = timeOf(blockNumber);
    const actor = getAddress(args.actor);
    const row: ReportRow = {
      report: args.report,
      chart: args.chart,
      author: args.author,
      actor,
      doctor: args.hospital > 0 ? doctors(actor) : null,
      hospital: args.hospital > 0 ? args.hospital : null,
      status: "LIVE",
      endedAt: null,
      reason: null,
      version: 1,
      versionAt: at,
      epoch: 1,
      commitment: args.commitment,
      payload: args.payload,
      capsules: args.capsules,
      holderKeyVersion: args.holderKeyVersion,
      explicitOnly: args.explicitOnly,
      at,
      transaction: transactionHash,
    };
    return afterChanges(row, changesOf(args.report));
  });
}
