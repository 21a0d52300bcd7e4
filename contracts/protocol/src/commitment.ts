import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { joinBytes, unshared, type Bytes } from "./bytes.ts";
import { u64 } from "./integers.ts";

/**
 * [Note: what the author commits to] A report is committed to as a Merkle tree (shape and prefixes of RFC 9162 §2.1). Leaf 0 is
 * the canonical metadata, leaf i the i-th chunk of the document, the last one short, without padding. Each leaf is blinded, so
 * that a commitment, which stays public for ever, can be matched to no guess of its content:
 *
 * | leaf i  | SHA-256(0x00 ‖ blind i ‖ SHA-256(content i))                              |
 * | node    | SHA-256(0x01 ‖ left ‖ right)                                              |
 * | blind i | HMAC-SHA-256(blinding, "chartkey:v1:leaf" ‖ 0x00 ‖ i as u64)              |
 *
 * `blinding`, 32 random bytes, exists only inside the ciphertext. Sealing the same content again with the same blinding keeps the
 * commitment. The metadata holds the document's length, which fixes the number of leaves.
 */
export const BLINDING_LENGTH = 32;

const LEAF_LABEL = new TextEncoder().encode("chartkey:v1:leaf\0");
const LEAF_PREFIX = Uint8Array.of(0);
const NODE_PREFIX = Uint8Array.of(1);

/** The leaf of one piece of content. Hashes with WebCrypto, off the thread. */
export async function leafHash(blinding: Uint8Array, index: number, content: Uint8Array): Promise<Bytes> {
  const blind = hmac(sha256, blinding, joinBytes(LEAF_LABEL, u64(index)));
  const contentHash = new Uint8Array(await crypto.subtle.digest("SHA-256", unshared(content)));
  return unshared(sha256(joinBytes(LEAF_PREFIX, blind, contentHash)));
}

/** The root over at least one leaf: the left subtree takes the largest power of two smaller than the number of leaves. */
export function merkleRoot(leaves: readonly Bytes[]): Bytes {
  const [first] = leaves;
  if (!first) throw new EmptyTreeError();
  if (leaves.length === 1) return first;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  const [left, right] = [merkleRoot(leaves.slice(0, split)), merkleRoot(leaves.slice(split))];
  return unshared(sha256(joinBytes(NODE_PREFIX, left, right)));
}

export class EmptyTreeError extends Error {
  override name = "EmptyTreeError";
  constructor() {
    super("A commitment covers at least the metadata.");
  }
}
