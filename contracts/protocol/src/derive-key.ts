import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { joinBytes, unshared, type Bytes } from "./bytes.ts";

const NAMESPACE = "chartkey:v1:";

/**
 * HKDF-SHA-256 (RFC 5869). `info` = "chartkey:v1:" ‖ purpose ‖ 0x00 ‖ context, so that no two uses of one secret ever meet.
 * Without a salt, RFC 5869 uses 32 zero bytes.
 */
export function deriveKey(
  secret: Uint8Array,
  purpose: string,
  { salt, context = new Uint8Array(), length = 32 }: { salt?: Uint8Array; context?: Uint8Array; length?: number } = {},
): Bytes {
  const info = joinBytes(new TextEncoder().encode(`${NAMESPACE}${purpose}\0`), context);
  return unshared(hkdf(sha256, secret, salt, info, length));
}
