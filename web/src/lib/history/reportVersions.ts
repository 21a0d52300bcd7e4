import type { ReportId } from "@chartkey/protocol/report-id";
import { getAddress, type Address, type Hex } from "viem";
import { inChainOrder, recordsLogs } from "../chain/logs.ts";
import { blockTimes } from "./blockTimes.ts";
import { graphql } from "./graphql.ts";
import type { History } from "./history.svelte.ts";

/** What the author of a report said once, under its newest lock. `at` in Unix seconds. */
export type ReportVersion = {
  version: number;
  epoch: number;
  commitment: Hex;
  payload: Hex;
  /** Those that came with the version; after a new lock, the report's own have the keys. */
  capsules: Hex;
  actor: Address;
  at: number;
  transaction: Hex;
};

const versionsQuery = graphql(`
  query ReportVersions($report: String!, $block: Block_height!) {
    reportVersions(where: { report: $report }, orderBy: version, first: 255, block: $block) {
      id
      version
      epoch
      commitment
      payload
      capsules
      addedAt
      added {
        transaction
        actor {
          id
        }
      }
    }
  }
`);

/** Every version of a report, oldest first. */
export function readReportVersions(history: History, report: ReportId): Promise<ReportVersion[]> {
  return history.read(
    async (ask) => {
      const { reportVersions } = await ask(versionsQuery, { report });
      return reportVersions.map(({ version, epoch, commitment, payload, capsules, addedAt, added }) => ({
        version,
        epoch,
        commitment,
        payload,
        capsules,
        actor: getAddress(added.actor?.id ?? `0x${"0".repeat(40)}`),
        at: Number(addedAt),
        transaction: added.transaction,
      }));
    },
    () => versionsFromLogs(history, report),
  );
}

async function versionsFromLogs({ chain }: History, report: ReportId): Promise<ReportVersion[]> {
  const [added, corrected, rekeyed] = await Promise.all([
    recordsLogs(chain, "ReportAdded", { report }),
    recordsLogs(chain, "ReportCorrected", { report }),
    recordsLogs(chain, "ReportRekeyed", { report }),
  ]);
  const logs = [...added, ...corrected, ...rekeyed].toSorted(inChainOrder);
  const timeOf = await blockTimes(
    chain,
    logs.map(({ blockNumber }) => blockNumber),
  );
  const versions: ReportVersion[] = [];
  for (const log of logs) {
    if (log.eventName === "ReportRekeyed") {
      const { epoch, payloads } = log.args;
      versions.forEach((each, index) => Object.assign(each, { epoch, payload: payloads[index] ?? each.payload }));
      continue;
    }
    const { commitment, payload, capsules, actor } = log.args;
    versions.push({
      version: versions.length + 1,
      epoch: versions.at(-1)?.epoch ?? 1,
      commitment,
      payload,
      capsules,
      actor: getAddress(actor),
      at: timeOf(log.blockNumber),
      transaction: log.transactionHash,
    });
  }
  return versions;
}
