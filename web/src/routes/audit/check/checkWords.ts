import type { Progress } from "@chartkey/protocol/audit/audit";
import type { Difference } from "@chartkey/protocol/audit/difference";
import type { Compared } from "./check.svelte.ts";

const number = (value: number): string => value.toLocaleString("en");
const counted = (count: number, one: string, many: string): string => `${number(count)} ${count === 1 ? one : many}`;

/** How far a check is, in one sentence. */
export function progressWords(progress: Progress | null): string {
  if (progress === null) return "Asking where the public record begins";
  if (progress.step === "index") return "Comparing the index, entry by entry";
  if (progress.step === "contracts")
    return `Asking the contracts: ${counted(progress.asked, "answer", "answers")} compared`;
  const { block, of, events } = progress;
  return `Reading the public record: block ${number(block)} of ${number(of)}, ${counted(events, "event", "events")} so far`;
}

/** What a check without differences has shown, a sentence each. */
export function passedWords({ events, block, answers, withIndex, withSecond }: Compared): string[] {
  return [
    `${counted(events, "event follows", "events follow")} every rule, up to block ${number(block)}.`,
    `The contracts gave ${counted(answers, "answer", "answers")}, each what the events imply, and run the code that the published sources compile to.`,
    withIndex
      ? "The index says the same, entry by entry."
      : "The index did not answer, so that it was not compared. Nothing else depends on it.",
    withSecond
      ? "A second node says the same as the first."
      : "Only one node was asked. To compare two, run the check from the command line.",
  ];
}

/** What a difference is about. */
export const differenceKinds: Record<Difference["about"], string> = {
  rule: "A rule was broken",
  contract: "A contract answers something else",
  code: "The code is another",
  index: "The index says something else",
  node: "Two nodes disagree",
};

export function differsTitle(count: number): string {
  return count === 1 ? "One thing is not as it should be." : `${number(count)} things are not as they should be.`;
}
