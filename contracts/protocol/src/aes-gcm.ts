import { unshared, type Bytes } from "./bytes.ts";

/** A key that WebCrypto holds; its bytes cannot be read back. */
export type AesKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

export const TAG_LENGTH = 16;

/**
 * For keys that seal one message in their life: a fresh key per message makes a constant nonce safe
 * (NIST SP 800-38D §8 asks that no key and nonce pair repeats).
 */
export const ONLY_NONCE: Bytes = new Uint8Array(12);

/** Imports 32 bytes as an AES-256-GCM key. */
export async function importAesKey(raw: Uint8Array): Promise<AesKey> {
  return crypto.subtle.importKey("raw", unshared(raw), "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** AES-256-GCM (NIST SP 800-38D). Returns ciphertext ‖ 16-byte tag. `nonce` is 12 bytes. */
export async function aesSeal(
  key: AesKey,
  nonce: Bytes,
  plaintext: Uint8Array,
  associated: Uint8Array,
): Promise<Bytes> {
  const parameters = { name: "AES-GCM", iv: nonce, additionalData: unshared(associated) };
  return new Uint8Array(await crypto.subtle.encrypt(parameters, key, unshared(plaintext)));
}

/** Null when anything does not authenticate; the caller knows what that means. */
export async function aesOpen(
  key: AesKey,
  nonce: Bytes,
  sealed: Uint8Array,
  associated: Uint8Array,
): Promise<Bytes | null> {
  const parameters = { name: "AES-GCM", iv: nonce, additionalData: unshared(associated) };
  try {
    return new Uint8Array(await crypto.subtle.decrypt(parameters, key, unshared(sealed)));
  } catch {
    return null;
  }
}
