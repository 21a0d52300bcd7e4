/**
 * Mutation testing of the contracts: changes them in many small ways and counts how many changes the specification in TypeScript notices.
 * Fails below 95 in 100, and for a survivor that `mutate/explained.ts` does not explain.
 *
 * ```sh
 * npm run mutate
 * npm run mutate -- Recovery Consents   # only files whose name holds one of these
 * ```
 */
import { fork, type ChildProcess } from "node:child_process";
import { cpSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { explained, type Explained } from "./mutate/explained.ts";
import { guardsIn } from "./mutate/guards.ts";
import { hintsFor } from "./mutate/hints.ts";
import { mutate, type Mutant } from "./mutate/mutants.ts";
import type { Trial, Verdict } from "./mutate/try-mutants.ts";
import { copyContracts } from "./solidity/copy-contracts.ts";
import { parseSources } from "./solidity/parse-sources.ts";

const LEAST_KILLED = 0.95;
const PROCESSES = 2;
/** No mutant at all: the tests must pass, in a new process and in one that tried many. */
const NONE: Mutant = { id: 0, file: "", line: 0, operator: "none", text: "" };

const wanted = process.argv.slice(2);
const { sources, imported } = parseSources();
const guards = guardsIn([...sources, ...imported]);
const mutants: Mutant[] = [];
const texts = new Map<string, string>();
for (const source of sources) {
  const mutated = mutate(source, guards, mutants.length + 1);
  mutants.push(...mutated.mutants);
  texts.set(source.file, mutated.text);
}
const folder = copyContracts("mutate", texts);
cpSync(fileURLToPath(new URL("./mutate/hardhat.config.ts", import.meta.url)), path.join(folder, "hardhat.config.ts"));

// Hardhat looks for its configuration here when it is first imported.
process.chdir(folder);
const { default: hre } = await import("hardhat");
console.log(`Building ${mutants.length} mutants …`);
await hre.tasks.getTask("build").run({ quiet: true, noTests: true });

const chosen = mutants.filter(({ file }) => wanted.length === 0 || wanted.some((part) => file.includes(part)));
const queue = [...chosen];
const survivors: Mutant[] = [];
/** How many survivors each explanation has served: it stands for as many as it says. */
const served = new Map<Explained, number>();
let unexplained = 0;
let tried = 0;
{
  const runner = await startRunner("none");
  await expectAlive(runner);
  runner.kill();
}
await Promise.all(Array.from({ length: PROCESSES }, (_, n) => tryFromQueue(n)));

const killed = (chosen.length - survivors.length) / chosen.length;
console.log(
  `mutate killed=${killed.toFixed(4)} mutants=${chosen.length} survived=${survivors.length} unexplained=${unexplained}`,
);
process.exit(killed >= LEAST_KILLED && unexplained === 0 ? 0 : 1);

/** A verdict of "killed" is worth nothing from a process in which the tests fail without a mutant, too. */
async function expectAlive(runner: ChildProcess): Promise<void> {
  const { killedBy } = await askFor(runner, NONE);
  if (killedBy === null) return;
  console.error(`The tests fail without any mutant: ${killedBy}`);
  process.exit(1);
}

async function tryFromQueue(n: number): Promise<void> {
  const runner = await startRunner(String(n));
  for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
    const { killedBy } = await askFor(runner, mutant);
    if (killedBy === null) survive(mutant);
    if (++tried % 25 === 0) console.log(`${tried} of ${chosen.length} tried, ${survivors.length} survived`);
  }
  await expectAlive(runner);
  runner.kill();
}

function survive(mutant: Mutant): void {
  survivors.push(mutant);
  const { file, line, operator, text } = mutant;
  const reason = reasonFor(mutant);
  if (reason === undefined) unexplained++;
  console.log(`survived: ${file}:${line} ${operator}: ${text}\n    ${reason ?? "NOT EXPLAINED"}`);
}

async function startRunner(name: string): Promise<ChildProcess> {
  const living = path.join(folder, `living-${name}`);
  writeFileSync(living, "0");
  const runner = fork(fileURLToPath(new URL("./mutate/try-mutants.ts", import.meta.url)), {
    cwd: path.join(folder, "contracts"),
    env: { ...process.env, CHARTKEY_MUTANT_FILE: living },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  await new Promise((resolve) => runner.once("message", resolve));
  return runner;
}

function askFor(runner: ChildProcess, { id, file }: Mutant): Promise<Verdict> {
  return new Promise((resolve, reject) => {
    runner.once("message", (verdict: Verdict) => {
      runner.off("exit", failed);
      resolve(verdict);
    });
    const failed = (): void => reject(new RunnerEndedError(id));
    runner.once("exit", failed);
    runner.send({ id, hints: hintsFor(file) } satisfies Trial);
  });
}

function reasonFor({ file, operator, text }: Mutant): string | undefined {
  const explanation = explained.find((each) => each.file === file && each.operator === operator && each.text === text);
  if (explanation === undefined) return undefined;
  const times = (served.get(explanation) ?? 0) + 1;
  served.set(explanation, times);
  return times <= (explanation.count ?? 1) ? explanation.reason : undefined;
}

class RunnerEndedError extends Error {
  override name = "RunnerEndedError";
  constructor(id: number) {
    super(`The process that tried mutant ${id} ended by itself.`);
  }
}
