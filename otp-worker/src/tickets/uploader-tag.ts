import { createHmac } from "node:crypto";
import type { Address, Hex } from "viem";

/**
 * Under whose tickets a blob was uploaded for a report: HMAC-SHA-256 of both, as hex. The store keeps it with the blob, so that the
 * account can have it removed again though nothing on chain ever said whose it was; whoever runs the store learns no account from it.
 */
export function uploaderTag(key: Uint8Array, account: Address, report: Hex): string {
  return createHmac("sha256", key).update(`${account} ${report}`.toLowerCase()).digest("hex");
}
