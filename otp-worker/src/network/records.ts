import { chartOfReport, type ReportId } from "@chartkey/protocol/report-id";
import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import {
  encodeEventTopics,
  formatLog,
  numberToHex,
  pad,
  parseEventLogs,
  type Address,
  type Hex,
  type RpcLog,
} from "viem";
import { readContract } from "viem/actions";
import type { Configuration } from "../configuration/read-configuration.ts";
import type { RecordsEvent } from "../unpin/live-references.ts";
import { askChain } from "./chain.ts";

type Chain = Configuration["chain"];

const STATUSES = ["live", "retracted", "erased"] as const;

/** What the contracts say about who may remove what belongs to a report. */
export interface ReportStanding {
  /** The account that holds the report's chart; zero when there is no such chart. */
  readonly holder: Address;
  /** A recovery of the chart is under way: until it ends, nobody knows who its patient is. */
  readonly frozen: boolean;
  /** The account that wrote it, or the chart; zero when it was never added. */
  readonly author: Hex;
  readonly status: (typeof STATUSES)[number];
}

export function reportStanding(chain: Chain, report: ReportId): Promise<ReportStanding> {
  const chart = chartOfReport(report);
  return askChain(chain, async (client) => {
    const [[holder, , frozen], [author, , , status]] = await Promise.all([
      readContract(client, {
        address: chain.registry,
        abi: registryAbi,
        functionName: "whoControls",
        args: [chart],
      }),
      readContract(client, { address: chain.records, abi: recordsAbi, functionName: "reportOf", args: [report] }),
    ]);
    return { holder, frozen, author, status: STATUSES[status] ?? "live" };
  });
}

/**
 * Everything that refers to blobs from a report's chart, and what `account` wrapped for itself, oldest first: the events of
 * Records with the chart or one of its reports in a topic.
 */
export function referringEvents(chain: Chain, report: ReportId, account: Address): Promise<RecordsEvent[]> {
  const chart = pad(chartOfReport(report), { dir: "right", size: 32 });
  const ownCapsules = encodeEventTopics({ abi: recordsAbi, eventName: "OwnCapsulesPublished", args: { account } });
  return askChain(chain, async (client) => {
    const found = await Promise.all(
      [[null, null, chart], [null, chart], ownCapsules].map((topics) =>
        client.request<{ Method: "eth_getLogs"; Parameters: unknown; ReturnType: RpcLog[] }>({
          method: "eth_getLogs",
          params: [{ address: chain.records, fromBlock: numberToHex(chain.deployBlock), toBlock: "latest", topics }],
        }),
      ),
    );
    const logs = found.flat().map((log) => formatLog(log));
    const inOrder = logs.sort(
      (one, other) =>
        Number(one.blockNumber ?? 0n) - Number(other.blockNumber ?? 0n) || (one.logIndex ?? 0) - (other.logIndex ?? 0),
    );
    return parseEventLogs({ abi: recordsAbi, logs: inOrder });
  });
}
