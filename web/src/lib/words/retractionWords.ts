import { m } from "#messages";
import type { RetractionReason } from "../history/retractionReason.ts";

/** Why a report was withdrawn, after "because". */
export const retractionWords: Record<RetractionReason, string> = {
  WRONG_PATIENT: m.words_retraction_wrong_patient(),
  WRONG_DOCUMENT: m.words_retraction_wrong_document(),
  WRONG_CONTENT: m.words_retraction_wrong_content(),
  DUPLICATE: m.words_retraction_duplicate(),
  OTHER: m.words_retraction_other(),
};
