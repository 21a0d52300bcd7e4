import type { Tone } from "#components/tone.ts";
import type { RemarkKind } from "#lib/words/remarkKind.ts";
import { m } from "#messages";

/** What stands beside a remark that is more than one; nothing beside a plain one. */
export const remarkLabels: Readonly<Record<RemarkKind, { text: string; tone: Tone } | null>> = {
  remark: null,
  accepted: { text: m.routes_remark_labels_accepted(), tone: "success" },
  disputed: { text: m.routes_remark_labels_disputed(), tone: "warning" },
  "correction-asked": { text: m.routes_remark_labels_correction_asked(), tone: "info" },
};
