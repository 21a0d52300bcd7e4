import { cidOfDigest } from "@chartkey/protocol/cid";
import type { Hex } from "viem";
import { stack } from "./stack.ts";

/** The blob of a SHA-256, as the store gives it to everybody; null for what it has not, or was told to forget. */
export async function stored(digest: Hex): Promise<Uint8Array | null> {
  const response = await fetch(`${stack.gatewayUrl}/ipfs/${cidOfDigest(digest)}?format=raw`);
  if (response.status === 404) return null;
  if (!response.ok) throw new Error(`The store answered ${response.status} for ${digest}.`);
  return new Uint8Array(await response.arrayBuffer());
}
