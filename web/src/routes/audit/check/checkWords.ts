import type { Progress } from "@chartkey/protocol/audit/audit";
import type { Difference } from "@chartkey/protocol/audit/difference";
import { m } from "#messages";
import type { Compared } from "./check.svelte.ts";

/** How far a check is, in one sentence. */
export function progressWords(progress: Progress | null): string {
  if (progress === null) return m.audit_check_words_beginning();
  if (progress.step === "index") return m.audit_check_words_index();
  if (progress.step === "contracts") return m.audit_check_words_contracts({ count: progress.asked });
  const { block, of, events } = progress;
  return m.audit_check_words_logs({ block, last: of, count: events });
}

/** What a check without differences has shown, a sentence each. */
export function passedWords({ events, block, answers, withIndex, withSecond }: Compared): string[] {
  return [
    m.audit_check_words_events({ count: events, block }),
    m.audit_check_words_answers({ count: answers }),
    withIndex ? m.audit_check_words_with_index() : m.audit_check_words_without_index(),
    withSecond ? m.audit_check_words_with_second() : m.audit_check_words_without_second(),
  ];
}

/** What a difference is about. */
export const differenceKinds: Record<Difference["about"], string> = {
  rule: m.audit_check_words_kind_rule(),
  contract: m.audit_check_words_kind_contract(),
  code: m.audit_check_words_kind_code(),
  index: m.audit_check_words_kind_index(),
  node: m.audit_check_words_kind_node(),
};

export function differsTitle(count: number): string {
  return m.audit_check_words_differs({ count });
}
