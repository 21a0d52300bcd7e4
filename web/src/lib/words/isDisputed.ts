import type { RemarkKind } from "./remarkKind.ts";

/** What a patient said of a report, and of which version of it. */
export type Answer = { kind: RemarkKind; version: number };

/**
 * Whether the patient's objection to a report stands: to its newest version, and not withdrawn by accepting it later. Asking for a
 * correction besides takes nothing back, and a corrected version is another thing to say yes or no to.
 *
 * @param answers The patient's own, oldest first.
 */
export function isDisputed(answers: readonly Answer[], version: number): boolean {
  const decided = answers.filter(({ kind }) => kind === "accepted" || kind === "disputed");
  const last = decided.findLast((answer) => answer.version === version);
  return last?.kind === "disputed";
}
