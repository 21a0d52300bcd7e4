import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/** Seconds between asking for a nonce and signing in with it. */
export const NONCE_LIFETIME = 5 * 60;

const FORM = /^([0-9a-f]{8}[0-9a-f]{24})([0-9a-f]{32})$/;

/** An EIP-4361 nonce: expiry (4 bytes) ‖ random (12 bytes) ‖ first half of their HMAC, as hex. `expiresAt` in Unix seconds. */
export interface Nonce {
  readonly nonce: string;
  readonly expiresAt: number;
}

/**
 * [Note: only what is spent is stored] Nonces and challenges carry their own expiry and a MAC, so that handing them out writes
 * nothing and a stranger cannot fill the storage. They are stored when they are spent, until they expire: that makes them
 * single use.
 */
export function issueNonce(key: Uint8Array, now: number): Nonce {
  const expiresAt = now + NONCE_LIFETIME;
  const head = expiresAt.toString(16).padStart(8, "0") + randomBytes(12).toString("hex");
  return { nonce: head + mac(key, head), expiresAt };
}

/** Reads back a nonce of ours. Null if it is not ours; an expired one is returned, for the caller to say so. */
export function parseNonce(key: Uint8Array, nonce: string): Nonce | null {
  const parts = FORM.exec(nonce);
  if (!parts) return null;
  const [, head = "", tag = ""] = parts;
  if (!timingSafeEqual(Buffer.from(tag), Buffer.from(mac(key, head)))) return null;
  return { nonce, expiresAt: Number.parseInt(head.slice(0, 8), 16) };
}

function mac(key: Uint8Array, head: string) {
  return createHmac("sha256", key).update(head).digest("hex").slice(0, 32);
}
