import { zeroAddress, type Hex, type TypedDataDefinition, type TypedDataDomain } from "viem";
import { malleate } from "./malleate.ts";
import { sign, type Signer } from "./signer.ts";

/** Where else a signature could have been made for. None holds here. */
export const ELSEWHERE: Record<string, TypedDataDomain> = {
  "on another chain": { chainId: 1 },
  "of another contract": { verifyingContract: zeroAddress },
  "of another kind of contract": { name: "Chartkey Records" },
  "of another version": { version: "2" },
};

/** What can happen to a signature that was good. */
export const SPOILED: Record<string, (signature: Hex) => Hex> = {
  empty: () => "0x",
  "cut short": (signature) => signature.slice(0, -2) as Hex,
  "longer than it was": (signature) => `${signature}00`,
  malleated: malleate,
};

/** Has `signer` sign the same form with something else in it. */
export function signChanged(signer: Signer, form: TypedDataDefinition, change: Record<string, unknown>): Promise<Hex> {
  const message = form.message as Record<string, unknown>;
  return sign(signer, { ...form, message: { ...message, ...change } } as TypedDataDefinition);
}

/** Has `signer` sign the same form for somewhere else. */
export function signElsewhere(signer: Signer, form: TypedDataDefinition, where: TypedDataDomain): Promise<Hex> {
  return sign(signer, { ...form, domain: { ...form.domain, ...where } });
}
