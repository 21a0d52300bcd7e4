import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createVitest, type TestModule, type TestSpecification, type Vitest } from "vitest/node";
import { LIVING } from "./living.ts";

/** What a process of its own is asked: to run the contracts' tests against a mutant, files that name `hints` first. */
export interface Trial {
  readonly id: number;
  readonly hints: readonly string[];
}

/** What it answers. `killedBy` is the first test that failed, by its file and name, null when none did. */
export interface Verdict {
  readonly id: number;
  readonly killedBy: string | null;
}

/** What came out of the run under way: Vitest itself remembers failures of earlier runs. */
let failure: string | undefined;
const unwell: TestModule[] = [];

// One failure is enough. Vitest's own `bail` counts those of earlier mutants, too.
const vitest: Vitest = await createVitest("test", {
  config: fileURLToPath(new URL("./vitest.config.ts", import.meta.url)),
  watch: false,
  reporters: [
    {
      onTestCaseResult(test) {
        if (test.result().state !== "failed" || failure !== undefined) return;
        failure = `${test.module.moduleId}: ${test.fullName}`;
        void vitest.cancelCurrentRun("test-failure");
      },
      onTestModuleEnd(module) {
        if (!module.ok()) unwell.push(module);
      },
    },
  ],
});
const specifications = await vitest.globTestSpecifications();
process.on("message", (trial: Trial) => void answer(trial));
process.send?.("idle");

async function answer({ id, hints }: Trial): Promise<void> {
  writeFileSync(LIVING, String(id));
  const inOrder = specifications.toSorted((one, other) => rank(one, hints) - rank(other, hints));
  process.send?.({ id, killedBy: (await failureIn(inOrder)) ?? null } satisfies Verdict);
}

/** What failed first. Files that did not end well though no test failed are asked again: the machine may have been busy. */
async function failureIn(files: readonly TestSpecification[], isSecondTime = false): Promise<string | undefined> {
  failure = undefined;
  unwell.length = 0;
  const { unhandledErrors } = await vitest.runTestSpecifications([...files]);
  if (failure !== undefined || (unwell.length === 0 && unhandledErrors.length === 0)) return failure;
  if (isSecondTime) return unwell[0]?.moduleId ?? String(unhandledErrors[0]);
  const again = unwell.map(({ moduleId }) => moduleId);
  return failureIn(again.length === 0 ? files : files.filter(({ moduleId }) => again.includes(moduleId)), true);
}

function rank({ moduleId }: TestSpecification, hints: readonly string[]): number {
  const at = hints.findIndex((hint) => moduleId.includes(hint));
  return at < 0 ? hints.length : at;
}
