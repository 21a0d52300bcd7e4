import type { Ending } from "./disclosures.ts";

/** Why somebody could not read any more, as a sentence without its end. */
export const endingWords: Record<Ending, string> = {
  stopped: "you stopped sharing it",
  "everything-stopped": "you stopped everything with them",
  replaced: "you shared it anew",
  withdrawn: "its author withdrew the report",
  erased: "you erased the report",
  "verification-ended": "their verification as a doctor ended",
};
