import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createVitest, type TestSpecification, type Vitest } from "vitest/node";
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

// One failure is enough. Vitest's own `bail` counts those of earlier mutants, too.
const vitest: Vitest = await createVitest("test", {
  config: fileURLToPath(new URL("./vitest.config.ts", import.meta.url)),
  watch: false,
  reporters: [
    {
      onTestCaseResult(test) {
        if (test.result().state === "failed") void vitest.cancelCurrentRun("test-failure");
      },
    },
  ],
});
const specifications = await vitest.globTestSpecifications();
process.on("message", (trial: Trial) => void answer(trial));
process.send?.("idle");

async function answer({ id, hints }: Trial): Promise<void> {
  writeFileSync(LIVING, String(id));
  let killedBy: string | null = null;
  for (const specification of specifications.toSorted((one, other) => rank(one, hints) - rank(other, hints))) {
    killedBy = (await failureIn(specification)) ?? null;
    if (killedBy !== null) break;
  }
  process.send?.({ id, killedBy } satisfies Verdict);
}

/**
 * What failed first in a file. One that did not end well though no test of it failed is asked again: the machine may have been busy.
 * Vitest answers with every file that it ran before, too.
 */
async function failureIn(specification: TestSpecification, isSecondTime = false): Promise<string | undefined> {
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications([specification]);
  const module = testModules.find(({ moduleId }) => moduleId === specification.moduleId);
  const [failed] = module?.children.allTests("failed") ?? [];
  if (failed) return `${specification.moduleId}: ${failed.fullName}`;
  if (unhandledErrors.length === 0 && module?.ok() === true) return undefined;
  return isSecondTime ? specification.moduleId : failureIn(specification, true);
}

function rank({ moduleId }: TestSpecification, hints: readonly string[]): number {
  const at = hints.findIndex((hint) => moduleId.includes(hint));
  return at < 0 ? hints.length : at;
}
