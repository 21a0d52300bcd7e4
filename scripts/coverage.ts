/**
 * Measures which lines and branches of the contracts the specification in TypeScript runs through. Fails below all of them.
 *
 * ```sh
 * npm run coverage
 * ```
 */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { instrumentBranches } from "./coverage/branches.ts";
import { parseLcov } from "./coverage/lcov.ts";
import { copyContracts } from "./solidity/copy-contracts.ts";
import { parseSources } from "./solidity/parse-sources.ts";

const require = createRequire(import.meta.url);
const vitest = path.join(path.dirname(require.resolve("vitest/package.json")), "vitest.mjs");

const { sources } = parseSources();
const instrumented = new Map(sources.map((source) => [source.file, instrumentBranches(source)]));
const folder = copyContracts("coverage", new Map([...instrumented].map(([file, { text }]) => [file, text])));

// Hardhat reads both when it is first imported.
process.chdir(folder);
process.env["HARDHAT_COVERAGE"] = "true";
const { default: hre } = await import("hardhat");
await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
const passed = await runTests();
const covered = parseLcov(await report());

console.log(`\n${"file".padEnd(44)} ${"lines".padStart(12)} ${"branches".padStart(12)}`);
const sum = { lines: [0, 0] as [number, number], branches: [0, 0] as [number, number] };
const missed: string[] = [];
for (const { file, text } of sources) {
  const counts = covered.get(file) ?? new Map<number, number>();
  const { branches } = instrumented.get(file)!;
  const ownLines = text.toString().split("\n").length - 1;
  const lines = [...counts].filter(([line]) => line <= ownLines);
  const hitLines = lines.filter(([, count]) => count > 0);
  const hitBranches = [...branches].filter(([line]) => (counts.get(line) ?? 0) > 0);
  for (const [line, count] of lines) if (count === 0) missed.push(`${file}:${line} never runs`);
  for (const [line, { line: at, condition, outcome }] of branches) {
    if ((counts.get(line) ?? 0) === 0)
      missed.push(`${file}:${at} is never ${outcome}: ${condition.replaceAll(/\s+/g, " ")}`);
  }
  add(sum.lines, hitLines.length, lines.length);
  add(sum.branches, hitBranches.length, branches.size);
  if (lines.length > 0) {
    const row = [`${hitLines.length}/${lines.length}`, `${hitBranches.length}/${branches.size}`];
    console.log(`${file.padEnd(44)} ${row.map((cell) => cell.padStart(12)).join(" ")}`);
  }
}
for (const each of missed) console.log(each);
console.log(`coverage lines=${percent(sum.lines)} branches=${percent(sum.branches)}`);
process.exitCode = passed && missed.length === 0 && sum.lines[1] > 0 ? 0 : 1;

async function runTests(): Promise<boolean> {
  const config = fileURLToPath(new URL("./coverage/vitest.config.ts", import.meta.url));
  const child = spawn(process.execPath, [vitest, "run", "--config", config], {
    cwd: path.join(folder, "contracts"),
    stdio: "inherit",
  });
  return new Promise((resolve) => child.once("close", (code) => resolve(code === 0)));
}

/** Hardhat's report, without what it prints: half of its lines are ours. */
async function report(): Promise<string> {
  const print = console.log;
  console.log = () => {};
  await hre.hooks.runHandlerChain("test", "onTestRunDone", ["vitest"], async () => {});
  console.log = print;
  return readFileSync(path.join(folder, "coverage/lcov.info"), "utf8");
}

function add(to: [number, number], hit: number, all: number): void {
  to[0] += hit;
  to[1] += all;
}

function percent([hit, all]: readonly [number, number]): string {
  return ((100 * hit) / all).toFixed(2);
}
