import type { Address } from "viem";
import { createSiweMessage } from "viem/siwe";

/** Milliseconds for which a signed message may be used to sign in. */
const VALIDITY = 5 * 60_000;

/** The EIP-4361 message that signs `account` in on this site. It names no resource, so it unlocks nothing. */
export function signInMessage(
  { host, origin }: { host: string; origin: string },
  { account, chainId, nonce }: { account: Address; chainId: number; nonce: string },
  now: Date,
): string {
  return createSiweMessage({
    domain: host,
    address: account,
    statement: "Sign in to Chartkey. This sends nothing and costs nothing.",
    uri: origin,
    version: "1",
    chainId,
    nonce,
    issuedAt: now,
    expirationTime: new Date(now.getTime() + VALIDITY),
  });
}
