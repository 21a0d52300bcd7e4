import type { Tone } from "#components/tone.ts";
import type { RemarkKind } from "#lib/words/remarkKind.ts";
import { remarkKindWords } from "#lib/words/remarkKindWords.ts";

const tones: Readonly<Record<RemarkKind, Tone>> = {
  remark: "plain",
  accepted: "success",
  disputed: "warning",
  "correction-asked": "info",
};

/** What stands beside a remark that is more than one; null beside a plain one. */
export function remarkLabel(kind: RemarkKind): { text: string; tone: Tone } | null {
  const text = remarkKindWords[kind];
  return text === null ? null : { text, tone: tones[kind] };
}
