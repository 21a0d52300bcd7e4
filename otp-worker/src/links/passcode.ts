import { timingSafeEqual } from "node:crypto";

const SALT_BYTES = 16;

/** Rounds of PBKDF2, the most that Cloudflare's runtime does. */
const ITERATIONS = 100_000;

/** What is kept of a passcode: salt (16 bytes) ‖ PBKDF2-HMAC-SHA-256 (32 bytes), as base64url. */
export async function hashPasscode(passcode: string): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  return Buffer.concat([salt, await derive(passcode, salt)]).toString("base64url");
}

/** Compares in constant time. */
export async function isPasscode(passcode: string, hash: string): Promise<boolean> {
  const bytes = new Uint8Array(Buffer.from(hash, "base64url"));
  return timingSafeEqual(await derive(passcode, bytes.subarray(0, SALT_BYTES)), bytes.subarray(SALT_BYTES));
}

async function derive(passcode: string, salt: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(passcode), "PBKDF2", false, ["deriveBits"]);
  const parameters = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ITERATIONS };
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, key, 256));
}
