import type { PurposeCode } from "@chartkey/protocol/purpose";
import { m } from "#messages";

/** What a consent is for, after "for". */
export const purposeWords: Record<PurposeCode | "OTHER", string> = {
  NONE: m.words_purpose_none(),
  TREAT: m.words_purpose_treat(),
  ETREAT: m.words_purpose_etreat(),
  COC: m.words_purpose_coc(),
  HPAYMT: m.words_purpose_hpaymt(),
  HRESCH: m.words_purpose_hresch(),
  PATRQT: m.words_purpose_patrqt(),
  OTHER: m.words_purpose_other(),
};
