import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createVitest, type TestSpecification } from "vitest/node";
import { LIVING } from "./living.ts";

/** What a process of its own is asked: to run the contracts' tests against a mutant, files that name `hints` first. */
export interface Trial {
  readonly id: number;
  readonly hints: readonly string[];
}

/** What it answers. `killedBy` is the file of the first test that failed, null when none did. */
export interface Verdict {
  readonly id: number;
  readonly killedBy: string | null;
}

const vitest = await createVitest("test", {
  config: fileURLToPath(new URL("./vitest.config.ts", import.meta.url)),
  watch: false,
  reporters: [{}],
});
const specifications = await vitest.globTestSpecifications();
process.on("message", (trial: Trial) => void answer(trial));
process.send?.("idle");

async function answer({ id, hints }: Trial): Promise<void> {
  writeFileSync(LIVING, String(id));
  let killedBy: string | null = null;
  for (const specification of specifications.toSorted((one, other) => rank(one, hints) - rank(other, hints))) {
    const { testModules, unhandledErrors } = await vitest.runTestSpecifications([specification]);
    if (unhandledErrors.length > 0 || testModules.some((module) => !module.ok())) {
      killedBy = specification.moduleId;
      break;
    }
  }
  process.send?.({ id, killedBy } satisfies Verdict);
}

function rank({ moduleId }: TestSpecification, hints: readonly string[]): number {
  const at = hints.findIndex((hint) => moduleId.includes(hint));
  return at < 0 ? hints.length : at;
}
