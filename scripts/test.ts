/**
 * Runs every suite and ends in one line: `N passed, N failed`. Two groups beside each other, since most suites wait for processes of
 * their own half of the time; what needs the whole stack comes last in each, with a stack of its own.
 *
 * ```sh
 * npm test
 * npm test -- contracts end-to-end   # only these
 * ```
 */
import { openThrowaway } from "./local/throwaway-stack.ts";
import { type Counts, sentenceOf, sumOf } from "./test-runner/counts.ts";
import { makeReady } from "./test-runner/make-ready.ts";
import { runSuite } from "./test-runner/run-suite.ts";
import { type Suite, suites, suitesNamed } from "./test-runner/suites.ts";

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => suitesNamed(name).length === 0);
if (unknown.length > 0) {
  console.error(`No suite is called ${unknown.join(", ")}. There are ${suites.map(({ name }) => name).join(", ")}.`);
  process.exit(2);
}

const throwaway = openThrowaway("tests");
const { folder, record } = throwaway;

const begin = performance.now();
console.log(`Testing on Node ${process.version}.`);
const all: Counts[] = [];
let chosen = suites.filter((suite) => wanted.length === 0 || wanted.some((name) => suitesNamed(name).includes(suite)));
const ends = new Map(chosen.map(({ name }) => [name, Promise.withResolvers<void>()]));
try {
  await throwaway.unlessInterrupted(makeReady(throwaway));
} catch (error) {
  console.log(`What the tests need could not be made.\n${String(error)}`);
  all.push({ passed: 0, failed: 1, skipped: 0 });
  chosen = [];
}
const groups = Map.groupBy(chosen, ({ group }) => group);
await Promise.all([...groups.values()].map(testGroup));
const sum = sumOf(all);
await throwaway.end({ keepFolder: sum.failed > 0 });
if (sum.failed > 0) console.log(`\nLogs and reports are kept in ${folder}.`);
console.log(`\nTested in ${Math.round((performance.now() - begin) / 1000)} s.\n${sentenceOf(sum)}`);
process.exit(sum.failed > 0 || sum.passed === 0 ? 1 : 0);

async function testGroup(group: readonly Suite[]): Promise<void> {
  for (const suite of group) {
    await ends.get(suite.after ?? "")?.promise;
    all.push(await test(suite));
    ends.get(suite.name)?.resolve();
  }
}

async function test(suite: Suite): Promise<Counts> {
  if (!suite.needsStack) return testWith(suite, {});
  const started = performance.now();
  let stack;
  try {
    stack = await throwaway.startStack(`${suite.name}-stack`);
  } catch (error) {
    console.log(`  ${suite.name.padEnd(20)} the stack did not start\n${String(error)}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  console.log(`  ${"(a local stack)".padEnd(20)} ${"up".padEnd(24)} ${inSeconds(performance.now() - started)}`);
  const counts = await testWith(suite, { CHARTKEY_STACK: JSON.stringify(stack.urls) });
  // The other group has the machine to itself.
  await stack.stop();
  return counts;
}

async function testWith(suite: Suite, env: Readonly<Record<string, string>>): Promise<Counts> {
  const run = runSuite({ suite, folder, record, env });
  const { counts, milliseconds, details } = await throwaway.unlessInterrupted(run);
  const { passed, failed, skipped } = counts;
  const result = failed > 0 ? `FAILED ${failed} of ${passed + failed}` : `ok, ${passed} tests`;
  const remark = skipped > 0 ? `${result}, ${skipped} skipped` : result;
  console.log(`  ${suite.name.padEnd(20)} ${remark.padEnd(24)} ${inSeconds(milliseconds)}`);
  if (details !== "") console.log(`\n${details}\n`);
  return counts;
}

function inSeconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1).padStart(6)} s`;
}
