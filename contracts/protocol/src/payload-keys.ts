import { importAesKey, type AesKey } from "./aes-gcm.ts";
import type { Bytes } from "./bytes.ts";
import { deriveKey } from "./derive-key.ts";

export const CONTENT_KEY_LENGTH = 32;

/** What a content key becomes for one payload. */
export type PayloadKeys = { head: AesKey; parts: AesKey; commitment: Bytes };

/**
 * Three independent keys per payload. `commitment` stands in the header: AES-GCM alone would let one ciphertext open under two
 * keys to two texts (Grubbs et al. 2017); a second content key with the same commitment is a collision of SHA-256.
 */
export async function payloadKeys(contentKey: Uint8Array, salt: Bytes): Promise<PayloadKeys> {
  if (contentKey.length !== CONTENT_KEY_LENGTH) throw new ContentKeyLengthError(contentKey.length);
  const [head, parts] = await Promise.all([
    importAesKey(deriveKey(contentKey, "payload/head", { salt })),
    importAesKey(deriveKey(contentKey, "payload/parts", { salt })),
  ]);
  return { head, parts, commitment: deriveKey(contentKey, "payload/key-commitment", { salt }) };
}

export class ContentKeyLengthError extends Error {
  override name = "ContentKeyLengthError";
  constructor(length: number) {
    super(`A content key has ${CONTENT_KEY_LENGTH} bytes, not ${length}.`);
  }
}
