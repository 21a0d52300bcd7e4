import type { Tone } from "#components/tone.ts";
import type { RemarkKind } from "#lib/words/remarkKind.ts";

/** What stands beside a remark that is more than one; nothing beside a plain one. */
export const remarkLabels: Readonly<Record<RemarkKind, { text: string; tone: Tone } | null>> = {
  remark: null,
  accepted: { text: "Accepted", tone: "success" },
  disputed: { text: "Disputed", tone: "warning" },
  "correction-asked": { text: "Correction asked for", tone: "info" },
};
