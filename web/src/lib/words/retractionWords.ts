import type { RetractionReason } from "../history/auditEvents.ts";

/** Why a report was withdrawn, after "because". */
export const retractionWords: Record<RetractionReason, string> = {
  WRONG_PATIENT: "it belongs to somebody else",
  WRONG_DOCUMENT: "another document was meant",
  WRONG_CONTENT: "what it says is wrong",
  DUPLICATE: "it is there already",
  OTHER: "it was entered in error",
};
