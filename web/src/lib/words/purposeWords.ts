import type { PurposeCode } from "@chartkey/protocol/purpose";

/** What a consent is for, after "for". */
export const purposeWords: Record<PurposeCode | "OTHER", string> = {
  NONE: "no stated purpose",
  TREAT: "treatment",
  ETREAT: "emergency treatment",
  COC: "coordinating care",
  HPAYMT: "payment",
  HRESCH: "research",
  PATRQT: "the patient’s own request",
  OTHER: "a purpose this page has no word for",
};
