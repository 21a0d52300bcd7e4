import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { bundleSize, dryRun } from "../../otp-worker/test/support/dry-run.ts";
import { openProcessRecord, TEMPORARY_PREFIX } from "../local/process-record.ts";
import { startBenchedWorker, type BenchedWorker } from "./worker/benched-worker.ts";
import { effectSize, median, quantile } from "./worker/statistics.ts";

/** Requests about a known number, and as many about an unknown one, for each delay of the SMS service. */
const PAIRS = 150;

/** Seconds that the SMS service takes to answer. */
const DELAYS = [0, 3];

/** Requests that warm the runtime up, and are not counted. */
const WARM_UP = 10;

/**
 * The largest difference between answers about known and unknown numbers that is let pass, as Cliff's delta: from here on it
 * counts as more than small (Romano et al., 2006). With so many pairs, chance alone reaches about 0.13.
 */
const SMALL = 0.33;

/** Kilobytes (1000 bytes), compressed. */
const LARGEST_BUNDLE = 450;

const KNOWN = { authority: "NMC-DEMO", registrationNumber: "GM-1001" };
const UNKNOWN = { authority: "NMC-DEMO", registrationNumber: "GM-9999" };

/** What answers to signing in and to entering a code took, in milliseconds. */
interface Times {
  readonly verify: number[];
  readonly attest: number[];
}

/**
 * Times the worker in the runtime it is deployed to: how long it takes to verify a sign-in and to attest, and whether the time
 * of an answer tells if a number is registered. Returns whether all is as it must be.
 */
export async function benchWorker(): Promise<boolean> {
  const folder = mkdtempSync(path.join(tmpdir(), `${TEMPORARY_PREFIX}bench-`));
  const record = openProcessRecord(path.join(folder, "processes.json"));
  try {
    const times: Times = { verify: [], attest: [] };
    const problems: string[] = [];
    for (const delay of DELAYS) {
      const worker = await startBenchedWorker({ folder: path.join(folder, `sms-${delay}`), record, delay });
      try {
        const { known, unknown } = await compare(worker, times);
        problems.push(...report(delay, known, unknown));
      } finally {
        await worker.stop();
      }
    }
    const size = sizeOf(path.join(folder, "bundle"));
    if (!(size <= LARGEST_BUNDLE)) problems.push(`The bundle has ${size} kB, compressed: more than ${LARGEST_BUNDLE}.`);
    console.log("Other answers (in ms):");
    printRow("sign-in, its message, signature and human check verified", times.verify);
    printRow("attestation, its code checked and signed", times.attest);
    for (const problem of problems) console.error(problem);
    console.log(
      `worker verify_ms=${median(times.verify).toFixed(1)} attest_ms=${median(times.attest).toFixed(1)} ` +
        `bundle_gz_kb=${size.toFixed(0)}`,
    );
    return problems.length === 0;
  } finally {
    await record.endLeftovers();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Known and unknown numbers in random order, each asked about by a wallet of its own. */
async function compare(worker: BenchedWorker, times: Times) {
  const known: number[] = [];
  const unknown: number[] = [];
  for (let i = -WARM_UP; i < PAIRS; i++) {
    const order = Math.random() < 0.5 ? [KNOWN, UNKNOWN] : [UNKNOWN, KNOWN];
    for (const number of order) {
      const { wallet, token, milliseconds: verified } = await worker.signIn();
      const asked = await worker.askForCode(token, number);
      if (i < 0) continue;
      times.verify.push(verified);
      (number === KNOWN ? known : unknown).push(asked);
      if (number === KNOWN && worker.delay === 0) times.attest.push(await worker.attest(token, wallet, number));
    }
  }
  return { known, unknown };
}

function report(delay: number, known: readonly number[], unknown: readonly number[]): string[] {
  const delta = effectSize(known, unknown);
  console.log(`Asking for a code while the SMS service takes ${delay} s (${known.length} of each, in ms):`);
  printRow("known", known);
  printRow("unknown", unknown);
  console.log(`  effect size (Cliff's delta, known against unknown): ${delta.toFixed(3)}\n`);
  if (Math.abs(delta) < SMALL) return [];
  return [`At ${delay} s, the time of an answer tells known numbers from unknown ones (delta ${delta.toFixed(3)}).`];
}

function printRow(name: string, values: readonly number[]) {
  const [middle, late] = [median(values), quantile(values, 0.95)];
  console.log(`  ${name.padEnd(58)} median ${middle.toFixed(1).padStart(7)}   95 % ${late.toFixed(1).padStart(7)}`);
}

function sizeOf(folder: string): number {
  const { status, stderr } = dryRun(folder);
  if (status !== 0) throw new Error(`wrangler could not bundle the worker:\n${stderr}`);
  return bundleSize(folder);
}
