import { isHex, type Hex } from "viem";
import { blockAt, numberTag, type AuditNode, type Block } from "./audit-node.ts";
import { eventId, type Contracts } from "./book.ts";
import { compareContracts } from "./compare-contracts.ts";
import { auditEventsBetween, compareAuditEvents, compareEntities, indexHead, type AskIndex } from "./compare-index.ts";
import { codeProblems } from "./deployed-code.ts";
import type { Difference } from "./difference.ts";
import { endOfLogs, fold, openLedger, type Ledger } from "./ledger.ts";
import { MalformedAnswerError, type RawLog } from "./raw-log.ts";
import { readLogs } from "./read-logs.ts";
import { RULES, type Breach } from "./rules.ts";

/** What was done so far, to be gone on with. */
export type Checkpoint = { ledger: Ledger; upTo: Block };

export type Progress =
  | { step: "logs"; block: number; of: number; events: number }
  | { step: "contracts"; asked: number }
  | { step: "index" };

export type Audit = {
  contracts: Contracts;
  node: AuditNode;
  /** Another node, which must say the same. */
  second?: AuditNode;
  /** The subgraph, which must say the same. */
  index?: AskIndex;
  /** No log of the contracts is older. */
  fromBlock: number;
  /** Where an earlier run stopped; its chain must still be this one, see `isStillThere`. */
  resumeFrom?: Checkpoint;
  onProgress?: (progress: Progress) => void;
  /** Told after each span of blocks, and waited for. What it throws ends the check there. */
  onCheckpoint?: (checkpoint: Checkpoint) => void | Promise<void>;
};

/** What was compared. */
export type Checked = { events: number; block: Block; answers: number; ledger: Ledger };

/**
 * Checks everything that can be checked without trusting anybody: code, every log against the rules, what the contracts answer,
 * what the subgraph says, and whether two nodes agree. Gives each difference as it is found, and in the end what was compared.
 */
export async function* audit(options: Audit): AsyncGenerator<Difference, Checked> {
  const { contracts, node, second, index, onProgress, resumeFrom } = options;
  const head = await headOf(options);
  const ledger = resumeFrom?.ledger ?? openLedger(contracts);
  const fromBlock = resumeFrom ? resumeFrom.upTo.number + 1 : options.fromBlock;
  let last = resumeFrom ? endOf(resumeFrom.upTo.number) : "";
  const range = { contracts, fromBlock, toBlock: head.number, withSenders: index !== undefined };
  let from = fromBlock;
  for await (const { logs, upTo } of readLogs(node, range)) {
    // Whatever may fail comes first: what was folded is wholly compared before a checkpoint says so.
    const [after, end] = [last, endOf(upTo)];
    const answered = index && (await auditEventsBetween(index, { after, upTo: end, block: head.number }));
    const others = second && (await allLogs(second, contracts, from, upTo));
    const upToBlock = await blockAt(node, upTo);
    if (!upToBlock) throw new MalformedAnswerError("eth_getBlockByNumber");

    const folded = logs.map((log) => fold(ledger, log));
    const found = [...folded.flatMap(({ breaches }) => breaches.map(ruleBroken))];
    const events = folded.map(({ audit }) => audit);
    if (answered) found.push(...within(logs, compareAuditEvents(events, answered, ledger.book)));
    if (others) found.push(...compareLogs(logs, others));
    [from, last] = [upTo + 1, end];
    yield* found;
    onProgress?.({ step: "logs", block: upTo, of: head.number, events: ledger.count });
    await options.onCheckpoint?.({ ledger, upTo: upToBlock });
  }
  for (const breach of endOfLogs(ledger)) yield ruleBroken(breach);

  // After the logs: whoever goes on where an earlier run stopped finds none of this twice.
  yield* compareCode(node, contracts, head, null);
  if (second) yield* compareHeads(second, contracts, head);

  let answers = 0;
  const onAsked = (count: number): void => onProgress?.({ step: "contracts", asked: (answers += count) });
  yield* placed(options, compareContracts(node, ledger.book, head, onAsked));
  if (second) yield* placed(options, ofSecondNode(compareContracts(second, ledger.book, head, onAsked)));
  if (index) {
    onProgress?.({ step: "index" });
    yield* placed(options, compareEntities(index, ledger.book, head.number));
  }
  return { events: ledger.count, block: head, answers, ledger };
}

/** Whether the chain still has the block that an earlier run ended with. */
export async function isStillThere(node: AuditNode, { upTo }: Checkpoint): Promise<boolean> {
  return (await blockAt(node, upTo.number))?.hash === upTo.hash;
}

/** No event of a block has a later id. */
function endOf(block: number): string {
  return eventId({ block, logIndex: 0xffff_ffff });
}

/** The newest block that everybody who is asked knows. */
async function headOf({ node, second, index }: Audit): Promise<Block> {
  const newest = await newestBlock(node);
  const others = [second && (await newestBlock(second)).number];
  if (index) {
    const { block, hasErrors } = await indexHead(index);
    if (hasErrors) throw new IndexStoppedError(block);
    others.push(block);
  }
  const number = Math.min(newest.number, ...others.filter((each) => each !== undefined));
  const block = number === newest.number ? newest : await blockAt(node, number);
  if (!block) throw new MalformedAnswerError("eth_getBlockByNumber");
  return block;
}

async function newestBlock(node: AuditNode): Promise<Block> {
  const block = await blockAt(node, "latest");
  if (!block) throw new MalformedAnswerError("eth_getBlockByNumber");
  return block;
}

async function* compareCode(
  node: AuditNode,
  contracts: Contracts,
  head: Block,
  other: string | null,
): AsyncGenerator<Difference> {
  for (const contract of ["registry", "records"] as const) {
    const code = await node("eth_getCode", [contracts[contract], numberTag(head.number)]);
    if (!isHex(code)) throw new MalformedAnswerError("eth_getCode");
    for (const what of codeProblems(contract, code as Hex, contracts)) {
      yield { about: "code", what: other === null ? what : `${other}: ${what}`, place: null };
    }
  }
}

async function* compareHeads(second: AuditNode, contracts: Contracts, head: Block): AsyncGenerator<Difference> {
  const same = await blockAt(second, head.number);
  if (same?.hash !== head.hash) {
    const what = `The two nodes are not on one chain: block ${head.number} is ${head.hash} for the first, ${same?.hash ?? "missing"} for the second.`;
    yield { about: "node", what, place: null };
  }
  yield* compareCode(second, contracts, head, "The second node");
}

async function allLogs(node: AuditNode, contracts: Contracts, fromBlock: number, toBlock: number): Promise<RawLog[]> {
  const all: RawLog[] = [];
  const range = { contracts, fromBlock, toBlock, withSenders: false };
  for await (const { logs } of readLogs(node, range)) all.push(...logs);
  return all;
}

function* compareLogs(first: readonly RawLog[], second: readonly RawLog[]): Generator<Difference> {
  const others = new Map(second.map((log) => [eventId(log), log]));
  for (const log of first) {
    const other = others.get(eventId(log));
    others.delete(eventId(log));
    if (!other) yield disagreement("the second node does not have the log", log);
    else if (saidBy(log) !== saidBy(other)) yield disagreement("the two nodes give another log", log);
  }
  for (const log of others.values()) yield disagreement("the first node does not have the log", log);
}

function disagreement(what: string, { block, logIndex, transaction }: RawLog): Difference {
  const sentence = `${what.charAt(0).toUpperCase()}${what.slice(1)}.`;
  return { about: "node", what: sentence, place: { block, logIndex, transaction } };
}

function saidBy({ address, topics, data, transaction, timestamp }: RawLog): string {
  return JSON.stringify([address, topics, data, transaction, timestamp]);
}

function ruleBroken({ rule, event, otherwise, block, logIndex, transaction }: Breach): Difference {
  const what = `${event}: ${otherwise}. The rule: ${RULES[rule]}`;
  return { about: "rule", what, place: { block, logIndex, transaction } };
}

async function* ofSecondNode(differences: AsyncIterable<Difference>): AsyncGenerator<Difference> {
  for await (const each of differences) yield { ...each, what: `The second node: ${each.what}` };
}

/** Adds the transaction to differences about some of these logs. */
function* within(logs: readonly RawLog[], differences: Iterable<Difference>): Generator<Difference> {
  const transactions = new Map(logs.map((log) => [eventId(log), log.transaction]));
  for (const each of differences) {
    yield each.place === null
      ? each
      : { ...each, place: { ...each.place, transaction: transactions.get(eventId(each.place)) ?? null } };
  }
}

/** Adds the transaction to differences that know their log by its id alone. */
async function* placed({ node, contracts }: Audit, differences: AsyncIterable<Difference>): AsyncGenerator<Difference> {
  for await (const difference of differences) {
    const { place } = difference;
    if (place === null || place.transaction !== null) yield difference;
    else yield { ...difference, place: { ...place, transaction: await transactionOf(node, contracts, place) } };
  }
}

async function transactionOf(
  node: AuditNode,
  contracts: Contracts,
  place: { block: number; logIndex: number },
): Promise<string | null> {
  const logs = await allLogs(node, contracts, place.block, place.block);
  return logs.find(({ logIndex }) => logIndex === place.logIndex)?.transaction ?? null;
}

/** The subgraph stopped, so that nothing it says can be compared. */
export class IndexStoppedError extends Error {
  override name = "IndexStoppedError";
  constructor(block: number) {
    super(`The index stopped at block ${block} with an error. Repair it, or check without it.`);
  }
}
