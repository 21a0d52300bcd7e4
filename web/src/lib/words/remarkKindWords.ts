import { m } from "#messages";
import type { RemarkKind } from "./remarkKind.ts";

/** What stands beside a remark that is more than one; null beside a plain one. */
export const remarkKindWords: Readonly<Record<RemarkKind, string | null>> = {
  remark: null,
  accepted: m.words_remark_accepted(),
  disputed: m.words_remark_disputed(),
  "correction-asked": m.words_remark_correction_asked(),
};
