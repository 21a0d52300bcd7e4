import { purposeOfIndex, type PurposeCode } from "@chartkey/protocol/purpose";
import { getAddress, type Address, type Hex } from "viem";

/** The terms of a grant, of one report or of all, as its event says them. `granter` made the capsules. */
export function grantOf(args: {
  expiry: bigint;
  purpose: number;
  capsules: Hex;
  actor: Address;
  granteeKeyVersion: number;
}): { expiry: number; purpose: PurposeCode; capsules: Hex; granter: Address; granteeKeyVersion: number } {
  const { expiry, purpose, capsules, actor, granteeKeyVersion } = args;
  return {
    expiry: Number(expiry),
    purpose: purposeOfIndex(purpose) ?? "NONE",
    capsules,
    granter: getAddress(actor),
    granteeKeyVersion,
  };
}
