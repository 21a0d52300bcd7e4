import type { ReportId } from "@chartkey/protocol/report-id";
import { concat, getAddress, toHex } from "viem";
import { inChainOrder, recordsLogs } from "../chain/logs.ts";
import { blockTimes } from "./blockTimes.ts";
import { everyNamed, everyPage, FEW } from "./everyPage.ts";
import { namedDoctorFields } from "./namedDoctor.ts";
import { graphql } from "./graphql.ts";
import type { History } from "./history.svelte.ts";
import type { RemarkLock, RemarkRow } from "./rows.ts";

const remarksQuery = graphql(
  `
    query Remarks($reports: [String!]!, $block: Block_height!, $after: Bytes!, $few: Int!) {
      remarks(where: { report_in: $reports, id_gt: $after }, orderBy: id, first: $few, block: $block) {
        id
        report {
          id
          versions(first: 255, orderBy: version) {
            version
            added {
              id
            }
          }
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
  return readRemarksOn(history, [report]);
}

/** Remarks on these reports, of each the oldest first. */
export async function readRemarksOn(history: History, reports: readonly ReportId[]): Promise<RemarkRow[]> {
  if (reports.length === 0) return [];
  return history.read(
    async (ask) => {
      const remarks = await everyNamed(reports, (some) =>
        everyPage(async (after, few) => {
          const variables = { reports: some, after, few };
          return (await ask(remarksQuery, variables)).remarks;
        }, FEW),
      );
      const added = remarks.map((remark): AddedRemark => ({
        id: remark.id,
        report: remark.report.id,
        chart: remark.chart.id,
        author: getAddress(remark.author.id),
        // Ids sort as their logs do.
        version: remark.report.versions.findLast(({ added }) => added.id < remark.id)?.version ?? 1,
        epoch: remark.epoch,
        commitment: remark.commitment,
        payload: remark.payload,
        capsules: remark.capsules,
        at: Number(remark.addedAt),
        transaction: remark.added.transaction,
      }));
      return byReport(added);
    },
    () => everyNamed(reports, (some) => remarksFromLogs(history, some)),
  );
}

async function remarksFromLogs({ chain }: History, reports: readonly ReportId[]): Promise<RemarkRow[]> {
  const [logs, corrections] = await Promise.all([
    recordsLogs(chain, "RemarkAdded", { report: [...reports] }),
    recordsLogs(chain, "ReportCorrected", { report: [...reports] }),
  ]);
  const versionAt = (log: (typeof logs)[number]) =>
    corrections.findLast(
      (correction) => correction.args.report === log.args.report && inChainOrder(correction, log) < 0,
    )?.args.version ?? 1;
  const timeOf = await blockTimes(
    chain,
    logs.map(({ blockNumber }) => blockNumber),
  );
  const added = logs.map((log): AddedRemark => ({
    id: concat([toHex(log.blockNumber, { size: 8 }), toHex(log.logIndex, { size: 4 })]),
    report: log.args.report,
    chart: log.args.chart,
    author: getAddress(log.args.actor),
    version: versionAt(log),
    epoch: log.args.epoch,
    commitment: log.args.commitment,
    payload: log.args.payload,
    capsules: log.args.capsules,
    at: timeOf(log.blockNumber),
    transaction: log.transactionHash,
  }));
  return byReport(added);
}

function byReport(added: readonly AddedRemark[]): RemarkRow[] {
  return [...Map.groupBy(added, ({ report }) => report).values()].flatMap(byCommitment);
}

/** A remark as one event says it. */
export type AddedRemark = Omit<RemarkRow, "locks"> & Omit<RemarkLock, "actor">;

/**
 * [Note: a new lock on a remark] A new lock is an event of its own with the commitment of the first. Only who wrote first can be its
 * author; later events of the same commitment are locks of it, whoever sent them, and nothing that does not open to the committed
 * words is ever shown.
 */
export function byCommitment(added: readonly AddedRemark[]): RemarkRow[] {
  return [...Map.groupBy(added, ({ commitment }) => commitment).values()].map(([first, ...later]) => {
    if (!first) throw new Error("A group has at least one of its kind.");
    const { epoch: _epoch, payload: _payload, capsules: _capsules, ...remark } = first;
    const locks = [first, ...later].map(({ epoch, payload, capsules, author: actor }) => ({
      epoch,
      payload,
      capsules,
      actor,
    }));
    return { ...remark, locks: locks.toReversed() };
  });
}
