/**
 * Runs the Solidity tests. Says how often each action of the invariant runs succeeded, because a campaign of refused calls
 * proves nothing, and ends with `N passed, N failed`.
 *
 * ```sh
 * node contracts/test/solidity.ts
 * ```
 */
import hre from "hardhat";

type Suite = { testResults: { name: string; status: string; kind: object }[] };
type Calls = { calls: bigint; reverts: bigint; discards: bigint };
type Tally = { tried: bigint; succeeded: bigint };

const run = await hre.tasks.getTask(["test", "solidity"]).run({});
const results = suitesOf(run).flatMap(({ testResults }) => testResults);

const actions = callsByAction(results.map(({ kind }) => kind));
console.log("Calls that succeeded, of those made, in the invariant runs:");
for (const [action, { tried, succeeded }] of [...actions].sort()) {
  console.log(`  ${action.padEnd(32)} ${`${succeeded}`.padStart(6)} of ${tried}`);
}

const idle = [...actions].filter(([, { succeeded }]) => succeeded === 0n).map(([action]) => action);
if (idle.length > 0) console.error(`Never succeeded, so nothing was tried: ${idle.join(", ")}.`);

const failed = results.filter(({ status }) => status === "Failure").length;
if (failed > 0 || idle.length > 0 || results.length === 0) process.exitCode = 1;
console.log(`${results.length - failed} passed, ${failed} failed`);

/** The suites in the result of Hardhat's task, which is typed as unknown. */
function suitesOf(result: unknown): Suite[] {
  const value = (result as { value?: unknown; error?: unknown }) ?? {};
  const outcome = (value.value ?? value.error) as { suiteResults?: Suite[] } | undefined;
  return outcome?.suiteResults ?? [];
}

/** Without the calls that the tests themselves dropped as not worth making. */
function callsByAction(kinds: object[]): Map<string, Tally> {
  const sums = new Map<string, Tally>();
  for (const kind of kinds) {
    if (!("metrics" in kind)) continue;
    for (const [name, { calls, reverts, discards }] of Object.entries(kind.metrics as Record<string, Calls>)) {
      const action = name.slice(name.lastIndexOf(".") + 1);
      const sum = sums.get(action) ?? { tried: 0n, succeeded: 0n };
      const tried = calls - discards;
      sums.set(action, { tried: sum.tried + tried, succeeded: sum.succeeded + tried - reverts });
    }
  }
  return sums;
}
