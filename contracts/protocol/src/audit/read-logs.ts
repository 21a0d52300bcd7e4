import { isAddress, type Address, type Hex } from "viem";
import { blockAt, inTurns, numberTag, type AuditNode } from "./audit-node.ts";
import { lower, type Contracts } from "./book.ts";
import { MalformedAnswerError, parseRawLog, type RawLog } from "./raw-log.ts";

/** Blocks of the first question; how many the next ones are about follows from how many logs came. */
const FIRST_SPAN = 20;
const WIDEST_SPAN = 20_000;
/** So many logs at a time keep memory small. */
const LOGS_AT_ONCE = 500;
/** An answer with more is let go, and asked for in parts. */
const TOO_MANY = 2_000;
/** Questions that are asked at a time. */
const AT_ONCE = 100;

export type LogRange = {
  contracts: Contracts;
  fromBlock: number;
  toBlock: number;
  /** Whether to ask for each transaction who sent it. */
  withSenders: boolean;
};

/** Every log up to a block. */
export type LogSpan = { logs: readonly RawLog[]; upTo: number };

/**
 * Every log of both contracts in a range of blocks, oldest first, a span of blocks at a time. Nodes limit how much they answer,
 * each in its own way: whoever refuses a question is asked about fewer blocks.
 */
export async function* readLogs(node: AuditNode, range: LogRange): AsyncGenerator<LogSpan> {
  let from = range.fromBlock;
  let span = FIRST_SPAN;
  while (from <= range.toBlock) {
    const upTo = Math.min(from + span - 1, range.toBlock);
    let logs: RawLog[];
    try {
      logs = await logsOf(node, range, from, upTo);
    } catch (error) {
      if (upTo === from || error instanceof MalformedAnswerError) throw error;
      span = Math.max(1, Math.floor((upTo - from + 1) / 4));
      continue;
    }
    yield { logs: await dated(node, logs, range.withSenders), upTo };
    from = upTo + 1;
    span = Math.min(2 * span, Math.ceil((span * LOGS_AT_ONCE) / Math.max(1, logs.length)), WIDEST_SPAN);
  }
}

async function logsOf(node: AuditNode, { contracts }: LogRange, from: number, upTo: number): Promise<RawLog[]> {
  const address = [contracts.registry, contracts.records];
  const filter = { address, fromBlock: numberTag(from), toBlock: numberTag(upTo) };
  const answer = await node("eth_getLogs", [filter]);
  if (!Array.isArray(answer)) throw new MalformedAnswerError("eth_getLogs");
  if (answer.length > TOO_MANY && from < upTo) throw new TooManyLogsError();
  const logs = answer.map(parseRawLog);
  const isIn = ({ address: of, block }: RawLog) =>
    (of === lower(contracts.registry) || of === lower(contracts.records)) && block >= from && block <= upTo;
  if (!logs.every(isIn)) throw new MalformedAnswerError("eth_getLogs");
  return logs.sort((a, b) => a.block - b.block || a.logIndex - b.logIndex);
}

async function dated(node: AuditNode, logs: readonly RawLog[], withSenders: boolean): Promise<RawLog[]> {
  const blocks = [...new Set(logs.map(({ block }) => block))];
  const times = await inTurns(blocks, AT_ONCE, async (number) => {
    const block = await blockAt(node, number);
    if (block === null) throw new MalformedAnswerError("eth_getBlockByNumber");
    return block.timestamp;
  });
  const timeOf = new Map(blocks.map((block, index) => [block, times[index] ?? 0]));

  const transactions = withSenders ? [...new Set(logs.map(({ transaction }) => transaction))] : [];
  const senders = await inTurns(transactions, AT_ONCE, (hash) => senderOf(node, hash));
  const senderIn = new Map(transactions.map((hash, index) => [hash, senders[index] ?? null]));
  return logs.map((log) => ({
    ...log,
    timestamp: timeOf.get(log.block) ?? 0,
    sender: senderIn.get(log.transaction) ?? null,
  }));
}

async function senderOf(node: AuditNode, transaction: Hex): Promise<Address> {
  const method = "eth_getTransactionByHash";
  const sent = (await node(method, [transaction])) as { from?: unknown } | null;
  const from = sent?.from;
  if (typeof from !== "string" || !isAddress(from, { strict: false })) throw new MalformedAnswerError(method);
  return lower(from);
}

/** What a node answers would not fit beside what is kept. */
class TooManyLogsError extends Error {
  override name = "TooManyLogsError";
}
