import { m } from "#messages";
import type { Ending } from "./disclosures.ts";

/** Why somebody could not read any more, as a sentence without its end. */
export const endingWords: Record<Ending, string> = {
  stopped: m.flows_disclosures_ended_stopped(),
  "everything-stopped": m.flows_disclosures_ended_everything_stopped(),
  replaced: m.flows_disclosures_ended_replaced(),
  withdrawn: m.flows_disclosures_ended_withdrawn(),
  erased: m.flows_disclosures_ended_erased(),
  "verification-ended": m.flows_disclosures_ended_verification(),
};
