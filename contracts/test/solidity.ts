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
type Calls = { calls: bigint; reverts: bigint };

const run = await hre.tasks.getTask(["test", "solidity"]).run({});
const results = suitesOf(run).flatMap(({ testResults }) => testResults);

const actions = succeededByAction(results.map(({ kind }) => kind));
console.log("Calls that succeeded, of those made, in the invariant runs:");
for (const [action, { calls, reverts }] of [...actions].sort()) {
  console.log(`  ${action.padEnd(22)} ${`${calls - reverts}`.padStart(6)} of ${calls}`);
}

const idle = [...actions].filter(([, { calls, reverts }]) => calls === reverts).map(([action]) => action);
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

function succeededByAction(kinds: object[]): Map<string, Calls> {
  const sums = new Map<string, Calls>();
  for (const kind of kinds) {
    if (!("metrics" in kind)) continue;
    for (const [name, { calls, reverts }] of Object.entries(kind.metrics as Record<string, Calls>)) {
      const action = name.slice(name.lastIndexOf(".") + 1);
      const sum = sums.get(action) ?? { calls: 0n, reverts: 0n };
      sums.set(action, { calls: sum.calls + calls, reverts: sum.reverts + reverts });
    }
  }
  return sums;
}
