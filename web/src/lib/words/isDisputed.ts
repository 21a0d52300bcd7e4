import type { RemarkKind } from "./remarkKind.ts";

/** What a patient said of a report, and of which version of it. */
export type Answer = { kind: RemarkKind; version: number };

export type StandingAnswer = "accepted" | "disputed";

/**
 * What the patient last said of a version of a report: accepted or disputed; null when neither. Asking for a correction besides takes
 * nothing back, and a corrected version is another thing to say yes or no to.
 *
 * @param answers The patient's own, oldest first.
 */
export function standingAnswer(answers: readonly Answer[], version: number): StandingAnswer | null {
  const decided = answers.flatMap(({ kind, version: of }) =>
    of === version && (kind === "accepted" || kind === "disputed") ? [kind] : [],
  );
  return decided.at(-1) ?? null;
}

/** Whether the patient's objection to a report stands: to its newest version, and not withdrawn by accepting it later. */
export function isDisputed(answers: readonly Answer[], version: number): boolean {
  return standingAnswer(answers, version) === "disputed";
}
