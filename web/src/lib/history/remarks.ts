import type { ReportId } from "@chartkey/protocol/report-id";
import { getAddress } from "viem";
import { recordsLogs } from "../chain/logs.ts";
import { blockTimes } from "./blockTimes.ts";
import { namedDoctorFields } from "./namedDoctor.ts";
import { graphql } from "./graphql.ts";
import type { History } from "./history.svelte.ts";
import type { RemarkRow } from "./rows.ts";

const remarksQuery = graphql(
  `
    query Remarks($report: String!, $block: Block_height!) {
      remarks(where: { report: $report }, orderBy: id, first: 1000, block: $block) {
        id
        report {
          id
        }
        chart {
          id
        }
        author {
          ...NamedDoctorFields
        }
        epoch
        commitment
        payload
        capsules
        addedAt
        added {
          transaction
        }
      }
    }
  `,
  [namedDoctorFields],
);

/** Remarks on a report, oldest first. */
export function readRemarks(history: History, report: ReportId): Promise<RemarkRow[]> {
  return history.read(
    async (ask) => {
      const { remarks } = await ask(remarksQuery, { report });
      return remarks.map((remark) => ({
        id: remark.id,
        report: remark.report.id,
        chart: remark.chart.id,
        author: getAddress(remark.author.id),
        epoch: remark.epoch,
        commitment: remark.commitment,
        payload: remark.payload,
        capsules: remark.capsules,
        at: Number(remark.addedAt),
        transaction: remark.added.transaction,
      }));
    },
    () => remarksFromLogs(history, report),
  );
}

async function remarksFromLogs({ chain }: History, report: ReportId): Promise<RemarkRow[]> {
  const logs = await recordsLogs(chain, "RemarkAdded", { report });
  const timeOf = await blockTimes(
    chain,
    logs.map(({ blockNumber }) => blockNumber),
  );
  return logs.map(({ args, blockNumber, logIndex, transactionHash }) => ({
    id: `${blockNumber}:${logIndex}`,
    report: args.report,
    chart: args.chart,
    author: getAddress(args.actor),
    epoch: args.epoch,
    commitment: args.commitment,
    payload: args.payload,
    capsules: args.capsules,
    at: timeOf(blockNumber),
    transaction: transactionHash,
  }));
}
