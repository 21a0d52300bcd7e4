import { fold, openLedger } from "@chartkey/protocol/audit/ledger";
import { readLogs } from "@chartkey/protocol/audit/read-logs";
import { recordsAbi } from "@chartkey/protocol/generated/records";
import { purposeIndex } from "@chartkey/protocol/purpose";
import { setTimeout as sleep } from "node:timers/promises";
import { encodeEventTopics, type Hex } from "viem";
import { nodeAt } from "../audit/ask-node.ts";
import {
  addReport,
  chartOf,
  doctorB,
  doctorC,
  inline,
  lower,
  network,
  openNetwork,
  otherPatient,
} from "../test/subgraph/world.ts";

const EVENTS = Number(process.env["CHARTKEY_INDEX_EVENTS"] ?? 100_000);
const REPORTS = 200;
/** Reports shared, or not shared any more, in one transaction. */
const AT_ONCE = 20;
/** Transactions on their way at a time. */
const IN_FLIGHT = 40;
/** How often each question is asked. */
const TIMES = 100;
const WEEK = 7n * 86_400n;

/**
 * Has 100,000 things happen while nothing indexes, then times graph-node over them, against a plain fold of the same logs as a node
 * gives them, and times the interface's usual questions to the finished index.
 */
export async function benchIndex(): Promise<boolean> {
  try {
    await openNetwork();
    const reports = await addReports();
    let made = 0;
    const restarted = performance.now();
    let away = 0;
    await network.restartIndex(async () => {
      const begin = performance.now();
      made = await makeEvents(reports);
      away = performance.now() - begin;
      console.log(`Made ${made} events in ${seconds(away)} s.`);
    });
    await untilIndexed();
    const indexing = performance.now() - restarted - away;
    const folding = await timeFold();
    const eventsPerSecond = (milliseconds: number): number => made / (milliseconds / 1000);
    console.log(
      `graph-node    ${seconds(indexing).padStart(8)} s  ${eventsPerSecond(indexing).toFixed(0).padStart(7)} events/s`,
    );
    console.log(
      `fold of logs  ${seconds(folding).padStart(8)} s  ${eventsPerSecond(folding).toFixed(0).padStart(7)} events/s`,
    );

    const slowest = await timeQuestions(reports);
    const ratio = eventsPerSecond(indexing) / eventsPerSecond(folding);
    console.log(`index ratio=${ratio.toFixed(3)} p95_ms=${slowest.toFixed(1)}`);
    return made >= EVENTS;
  } finally {
    await network?.stop();
  }
}

async function addReports(): Promise<Hex[]> {
  const reports: Hex[] = [];
  for (let n = 0; n < REPORTS; n++) {
    reports.push(await addReport(otherPatient, `one of many reports, ${n}`, { hospital: 0 }));
  }
  return reports;
}

/** Shares reports with a doctor and stops again, in rounds: a grant adds one to the counter, a stop two. */
async function makeEvents(reports: readonly Hex[]): Promise<number> {
  const { write } = network.recordsAs(otherPatient);
  const { client } = network;
  const { address } = otherPatient;
  const expiry = (await network.now()) + WEEK;
  const [granteeKeyVersion] = await network.registryAs(doctorB).read.keyOf([doctorB.address]);
  const terms = { grantee: doctorB.address, expiry, purpose: purposeIndex("TREAT"), granteeKeyVersion };
  let nonce = await client.getTransactionCount({ address });
  let made = 0;
  let sent: Promise<Hex>[] = [];
  let last: Hex = "0x";
  // Estimating would need the transactions before it to be mined.
  const send = () => ({ nonce: nonce++, gas: 12_000_000n, maxFeePerGas: 10n ** 12n, maxPriorityFeePerGas: 1n });

  for (let counter = 0; made < EVENTS; counter += 3) {
    for (let first = 0; first < REPORTS && made < EVENTS; first += AT_ONCE) {
      const some = reports.slice(first, first + AT_ONCE);
      const shares = some.map((report) => ({ report, counter, capsules: inline("capsules") }));
      sent.push(write.grantConsents([{ ...terms, shares }], send()));
      sent.push(write.stopConsents([some, doctorB.address], send()));
      made += 2 * some.length;
      if (sent.length >= IN_FLIGHT || made >= EVENTS) {
        last = (await Promise.all(sent)).at(-1)!;
        sent = [];
      }
    }
  }
  await client.waitForTransactionReceipt({ hash: last });
  return logged();
}

/** How many consents were given or ended on chain: a transaction that was reverted logged none. */
async function logged(): Promise<number> {
  const counted = (["ConsentGranted", "ConsentStopped"] as const).map((eventName) =>
    encodeEventTopics({ abi: recordsAbi, eventName }).at(0),
  );
  let count = 0;
  for await (const { logs } of everyLog()) count += logs.filter(({ topics }) => counted.includes(topics[0])).length;
  return count;
}

/** Every log, a span of blocks at a time: all in one answer would be more than a client takes. */
async function* everyLog() {
  const { client, location: contracts } = network;
  const node = nodeAt(client.transport["url"] as string);
  const toBlock = Number(await client.getBlockNumber({ cacheTime: 0 }));
  yield* readLogs(node, { contracts, fromBlock: 0, toBlock, withSenders: false });
}

async function untilIndexed(): Promise<void> {
  const block = await network.client.getBlockNumber({ cacheTime: 0 });
  for (;;) {
    const answer = (await network.askNow("{ _meta { block { number } } }")) as {
      data?: { _meta: { block: { number: number } } };
    };
    if ((answer.data?._meta.block.number ?? 0) >= Number(block)) return;
    await sleep(100);
  }
}

/** Milliseconds in which every log is asked for and folded into the whole state. */
async function timeFold(): Promise<number> {
  const begin = performance.now();
  const ledger = openLedger(network.location);
  for await (const { logs } of everyLog()) for (const log of logs) fold(ledger, log);
  return performance.now() - begin;
}

/** The p95 of the slowest question, in milliseconds. */
async function timeQuestions(reports: readonly Hex[]): Promise<number> {
  const chart = chartOf(otherPatient);
  // How many are wanted differs each time, because graph-node keeps its answers to what it was asked before.
  const questions: Record<string, (n: number) => string> = {
    "newest events": (n) =>
      `{ auditEvents(first: ${100 + n}, orderBy: id, orderDirection: desc) { id name timestamp actor { id } report { id } } }`,
    "one report's events": (n) =>
      `{ auditEvents(first: ${100 + n}, orderBy: id, orderDirection: desc, where: { report: "${reports[n % REPORTS]}" }) { id name timestamp } }`,
    "a chart's reports": (n) =>
      `{ reports(first: ${1000 - n}, orderBy: id, where: { chart: "${chart}" }) { id payload capsules } }`,
    "a chart's consents": (n) =>
      `{ consents(first: ${1000 - n}, orderBy: id, where: { chart: "${chart}" }) { id expiry stopped counter grantee { id } } }`,
    "shared with a doctor": (n) =>
      `{ consents(first: ${1000 - n}, orderBy: id, where: { grantee: "${lower(doctorB)}" }) { id expiry stopped report { id } } }`,
    "shared with nobody's doctor": (n) =>
      `{ consents(first: ${1000 - n}, orderBy: id, where: { grantee: "${lower(doctorC)}" }) { id } }`,
    "one report's grants": (n) =>
      `{ grants(first: ${1000 - n}, orderBy: grantedAt, orderDirection: desc, where: { report: "${reports[n % REPORTS]}" }) { id expiry endedAt } }`,
  };
  let slowest = 0;
  console.log(`${"question".padEnd(30)} p50 ms  p95 ms`);
  for (const [name, question] of Object.entries(questions)) {
    const times: number[] = [];
    for (let n = 0; n < TIMES; n++) {
      const begin = performance.now();
      const answer = (await network.askNow(question(n))) as { errors?: unknown };
      if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
      times.push(performance.now() - begin);
    }
    times.sort((one, other) => one - other);
    const [p50, p95] = [times[Math.floor(TIMES * 0.5)]!, times[Math.floor(TIMES * 0.95)]!];
    slowest = Math.max(slowest, p95);
    console.log(`${name.padEnd(30)} ${p50.toFixed(1).padStart(6)}  ${p95.toFixed(1).padStart(6)}`);
  }
  return slowest;
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(1);
}
