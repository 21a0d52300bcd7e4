import type { Page } from "playwright-core";
import type { BulkRound, Times } from "../../contracts/protocol/test/bench/bulk.ts";
import type { Wrapping } from "../../contracts/protocol/test/bench/wrapping.ts";
import { launchBrowser } from "../test/e2e/browser.ts";
import { measureMemory } from "./crypto/memory.ts";
import { openBenchPage, serveBench, type BenchServer } from "./crypto/served.ts";

/** Sizes in MiB, and how often each is measured. */
const BULK = [
  { megabytes: 1, rounds: 30 },
  { megabytes: 25, rounds: 9 },
  { megabytes: 200, rounds: 7 },
] as const;

const WRAPPINGS = 101;
const REPORTS = 100;
const REPORT_SIZE = 100_000;

/** What is promised. Ratios are our speed over that of one call of WebCrypto; memory is in MiB above rest. */
const TARGETS = { ratio: 1, peak: 150, unlock: 300, wrap: 1.5 };

/**
 * Measures sealing, opening, wrapping, rekeying, unlocking and memory in a real Chromium, each against its yardstick in the same
 * run. Returns whether everything is as promised.
 */
export async function benchCrypto(): Promise<boolean> {
  const server = await serveBench();
  const browser = await launchBrowser();
  try {
    const page = await openBenchPage(await browser.newPage(), server);
    const large = await reportBulk(page);
    const wrapping = await reportWrapping(page);
    const unlocking = await reportUnlocking(page);
    await reportRekeying(page);
    await browser.close();

    const peak = await reportMemory(server);
    const checks = [...large, wrapping, unlocking, atMost("memory above rest, MiB", peak, TARGETS.peak)];
    for (const { name, value, promised } of checks.filter(({ isMet }) => !isMet)) {
      console.error(`${name} is ${value.toFixed(2)}, and ${promised} is promised.`);
    }
    const [seal = NaN, open = NaN] = large.map(({ value }) => value);
    console.log(`crypto seal_ratio=${seal.toFixed(2)} open_ratio=${open.toFixed(2)} peak_mb=${Math.ceil(peak)}`);
    return checks.every(({ isMet }) => isMet);
  } finally {
    await browser.close();
    await server.stop();
  }
}

type Check = { name: string; value: number; promised: string; isMet: boolean };

function atMost(name: string, value: number, most: number): Check {
  return { name, value, promised: `at most ${most}`, isMet: value <= most };
}

function atLeast(name: string, value: number, least: number): Check {
  return { name, value, promised: `at least ${least}`, isMet: value >= least };
}

/** Prints every size. Answers the ratios of the encryption itself at the largest, sealing first. */
async function reportBulk(page: Page): Promise<Check[]> {
  console.log(
    "Megabytes (2^20 bytes) a second, the median of the rounds. The ratio is to one call of WebCrypto, round by round.\n",
  );
  console.log(lineOf("", "one call", "encryption", "ratio", "hashing", "all of it", "ratio"));
  let checks: Check[] = [];
  for (const { megabytes, rounds } of BULK) {
    const measured = await page.evaluate(([size, times]) => bench.bulk(size, times), [megabytes, rounds] as const);
    checks = (["seal", "open"] as const).map((way) =>
      atLeast(`the speed of encryption at ${megabytes} MB, ${way}`, printBulk(megabytes, way, measured), TARGETS.ratio),
    );
  }
  console.log();
  return checks;
}

function printBulk(megabytes: number, way: keyof Times, rounds: readonly BulkRound[]): number {
  const speed = (of: keyof BulkRound) => (megabytes * 1000) / median(rounds.map((round) => round[of][way]));
  const ratio = (of: keyof BulkRound) => median(rounds.map((round) => round.oneShot[way] / round[of][way]));
  const [encryption, whole] = [ratio("encryption"), ratio("whole")];
  console.log(
    lineOf(
      `${way} ${megabytes} MB`,
      speed("oneShot").toFixed(0),
      speed("encryption").toFixed(0),
      encryption.toFixed(2),
      speed("hashing").toFixed(0),
      speed("whole").toFixed(0),
      whole.toFixed(2),
    ),
  );
  return encryption;
}

async function reportWrapping(page: Page): Promise<Check> {
  const rounds = await page.evaluate((count) => bench.wrapping(count), WRAPPINGS);
  const of = (act: keyof Wrapping) => median(rounds.map((round) => round[act]));
  const ratio = (act: keyof Wrapping, to: keyof Wrapping) => median(rounds.map((round) => round[act] / round[to]));
  console.log("Milliseconds for one content key and one recipient, and ratios round by round; the medians.\n");
  console.log(lineOf("", "ECDH", "one lock", "both locks", "to ECDH", "to one lock"));
  const print = (both: "wrap" | "unwrap", classical: keyof Wrapping) =>
    console.log(
      lineOf(
        both,
        of("ecdh").toFixed(2),
        of(classical).toFixed(2),
        of(both).toFixed(2),
        ratio(both, "ecdh").toFixed(2),
        ratio(both, classical).toFixed(2),
      ),
    );
  print("wrap", "classicalWrap");
  print("unwrap", "classicalUnwrap");
  console.log();
  return atMost("wrapping with both locks over the classical one alone", ratio("wrap", "classicalWrap"), TARGETS.wrap);
}

async function reportUnlocking(page: Page): Promise<Check> {
  const times = await page.evaluate(() => bench.unlock(9));
  const [first = NaN] = times;
  console.log(
    `Unlocking after the wallet answered: ${first.toFixed(0)} ms the first time, ${median(times).toFixed(0)} ms after.`,
  );
  return atMost("unlocking, ms", first, TARGETS.unlock);
}

async function reportRekeying(page: Page): Promise<void> {
  const milliseconds = await page.evaluate(([count, size]) => bench.rekeying(count, size), [
    REPORTS,
    REPORT_SIZE,
  ] as const);
  const each = (milliseconds / REPORTS).toFixed(0);
  console.log(
    `Rekeying ${REPORTS} reports of ${REPORT_SIZE / 1000} kB, each for three readers: ${(milliseconds / 1000).toFixed(1)} s, ${each} ms each.`,
  );
}

async function reportMemory(server: BenchServer): Promise<number> {
  const { seal, store, open } = await measureMemory(server, 200);
  console.log(
    "Memory above rest with 200 MB: " +
      `${seal.toFixed(0)} MiB to lock and keep them, ${store.toFixed(0)} to store, ${open.toFixed(0)} to fetch and open.`,
  );
  return Math.max(seal, store, open);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

function lineOf(name: string, ...columns: readonly string[]): string {
  return [name.padEnd(14), ...columns.map((column) => column.padStart(12))].join("");
}
