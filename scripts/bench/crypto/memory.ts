import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { BROWSER_FLAGS, browserPath } from "../../test/e2e/browser.ts";
import type { BenchServer } from "./served.ts";

/** Milliseconds between two looks. */
const INTERVAL = 40;

/** Milliseconds for which memory is watched at rest. */
const REST = 2000;

/** Milliseconds after which a page that says nothing is given up. */
const TIMEOUT = 300_000;

/** KiB in a MiB. */
const MEBIBYTE = 2 ** 10;

/** What the page does with a document, in this order. */
const WORKS = ["seal", "store", "open"] as const;

/** MiB above rest. */
export type Peaks = Record<(typeof WORKS)[number], number>;

/**
 * The most memory that a browser takes above what it takes at rest while it locks, stores and opens a document: anonymous and shared
 * memory of all its processes, shared pages counted once (proportional set size, Linux only). Files that the system caches are not in it.
 *
 * The browser is one that nobody inspects and that has a profile on disk: an inspected one keeps what pages send and receive, and one
 * without a profile keeps their databases in memory.
 */
export async function measureMemory(server: BenchServer, megabytes: number): Promise<Peaks> {
  const folder = mkdtempSync(path.join(tmpdir(), "chartkey-bench-"));
  const profile = path.join(folder, "profile");
  const flags = ["--headless", ...BROWSER_FLAGS, `--user-data-dir=${profile}`];
  const browser = spawn(await browserPath(), [...flags, `${server.url}?megabytes=${megabytes}`], { stdio: "ignore" });
  const ended = once(browser, "exit");
  try {
    const peaks: Peaks = { seal: NaN, store: NaN, open: NaN };
    for (const work of WORKS) peaks[work] = await peakDuring(server, profile, work);
    return peaks;
  } finally {
    browser.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The page says when it is ready for a work, waits until memory was watched at rest, and says when the work is done. */
async function peakDuring(server: BenchServer, profile: string, work: string): Promise<number> {
  const begin = await server.said(`${work} next`, TIMEOUT);
  const rest: number[] = [];
  for (let waited = 0; waited < REST; waited += INTERVAL) {
    rest.push(await memoryOf(profile));
    await sleep(INTERVAL);
  }
  const atRest = Math.min(...rest);
  if (atRest === 0)
    throw new Error("This system does not say how much memory a process takes: measure on Linux 5.4 or newer.");
  let isWorking = true;
  const done = server.said(`${work} done`, TIMEOUT).finally(() => (isWorking = false));
  begin();
  let peak = 0;
  while (isWorking) {
    peak = Math.max(peak, await memoryOf(profile));
    await sleep(INTERVAL);
  }
  (await done)();
  return (peak - atRest) / MEBIBYTE;
}

/** Of all processes of a browser together, in KiB. */
async function memoryOf(profile: string): Promise<number> {
  const sizes = await Promise.all((await processesOf(profile)).map(memoryOfProcess));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function processesOf(profile: string): Promise<string[]> {
  const all = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const known = await Promise.all(
    all.map(async (id) => ({ id, parent: await parentOf(id), command: await textOf(`/proc/${id}/cmdline`) })),
  );
  const found = new Set(known.filter(({ command }) => command.includes(profile)).map(({ id }) => id));
  for (let before = 0; before !== found.size;) {
    before = found.size;
    for (const { id, parent } of known) if (found.has(parent)) found.add(id);
  }
  return [...found];
}

async function parentOf(id: string): Promise<string> {
  // The name in parentheses may hold spaces and parentheses; what follows the last of them does not.
  const stat = await textOf(`/proc/${id}/stat`);
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1] ?? "";
}

async function memoryOfProcess(id: string): Promise<number> {
  const rollup = await textOf(`/proc/${id}/smaps_rollup`);
  const kibibytes = (field: string) => Number(new RegExp(`^${field}: +(\\d+) kB$`, "m").exec(rollup)?.[1] ?? 0);
  return kibibytes("Pss_Anon") + kibibytes("Pss_Shmem");
}

/** Empty for a process that has just ended. */
async function textOf(file: string): Promise<string> {
  return readFile(file, "utf8").catch(() => "");
}
