import { getAddress, toHex, type Address } from "viem";

/** What the contracts weigh about a chart and an account. */
export type Facts = {
  /** The chart's holder; null when there is no such chart. */
  holder: Address | null;
  /** What every signature for the chart binds. */
  signatureEpoch: number;
  /** That of the holder where a hospital was named, else that of the account; 0 when there is no key. */
  keyVersion: number;
  /** The account's; 0 when it was never attested. */
  attestationGeneration: number;
  /** A recovery of the chart is under way. */
  frozen: boolean;
  /** The account is a doctor with a live attestation and at least one appointment. */
  active: boolean;
  /** The account has a live assignment to the chart at the hospital named. */
  assigned: boolean;
  /** The network is paused. */
  paused: boolean;
};

/** Unpacks the word that `Registry.facts` answers with. See `Facts.sol` for the table of bits. */
export function parseFacts(word: bigint): Facts {
  if (word < 0n || word >> 252n !== 0n) throw new InvalidFactsError(word);
  const bits = (from: number, length: number) => BigInt.asUintN(length, word >> BigInt(from));
  const isSet = (bit: number) => bits(bit, 1) === 1n;
  const holder = bits(0, 160);
  return {
    holder: holder === 0n ? null : getAddress(toHex(holder, { size: 20 })),
    signatureEpoch: Number(bits(160, 32)),
    keyVersion: Number(bits(192, 32)),
    attestationGeneration: Number(bits(224, 24)),
    frozen: isSet(248),
    active: isSet(249),
    assigned: isSet(250),
    paused: isSet(251),
  };
}

export class InvalidFactsError extends Error {
  override name = "InvalidFactsError";
  constructor(word: bigint) {
    super(`${word} is no word of facts: a bit above the flags is set.`);
  }
}
