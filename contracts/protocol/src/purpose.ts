/**
 * What a consent is for: HL7 v3 PurposeOfUse codes. The position is the value of `IConsents.Purpose` on chain.
 * `NONE` is not a purpose; the contract refuses it.
 *
 * | code   | HL7 display name                |
 * |--------|---------------------------------|
 * | TREAT  | treatment                       |
 * | ETREAT | emergency treatment             |
 * | COC    | coordination of care            |
 * | HPAYMT | healthcare payment              |
 * | HRESCH | healthcare research             |
 * | PATRQT | patient requested               |
 */
export const PURPOSES = ["NONE", "TREAT", "ETREAT", "COC", "HPAYMT", "HRESCH", "PATRQT"] as const;

export type PurposeCode = (typeof PURPOSES)[number];
export type Purpose = Exclude<PurposeCode, "NONE">;

/** The value of a purpose on chain. */
export function purposeIndex(purpose: PurposeCode): number {
  return PURPOSES.indexOf(purpose);
}

/** The purpose of a value read from chain. Null for one this version does not know. */
export function purposeOfIndex(index: number): PurposeCode | null {
  return PURPOSES[index] ?? null;
}
