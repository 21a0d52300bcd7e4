import { createHmac, randomBytes, randomInt, timingSafeEqual } from "node:crypto";
import type { Address } from "viem";

/** What a code is good for, and nothing else. */
export type CodeBinding = {
  /** SHA-256 of the session's token. */
  readonly session: string;
  /** Key of the register: which licence. */
  readonly licence: string;
  readonly account: Address;
  /** Names the asking that this code answers. */
  readonly request: string;
};

/** Six digits, each of the million equally likely: `randomInt` draws again rather than fold its range. */
export function makeCode(): string {
  return randomInt(1_000_000).toString().padStart(6, "0");
}

/** What is stored instead of a code: HMAC-SHA-256(pepper, binding ‖ code), as hex. */
export function digestOfCode(code: string, binding: CodeBinding, pepper: Uint8Array): string {
  const { session, licence, account, request } = binding;
  const text = JSON.stringify([session, licence, account, request, code]);
  return createHmac("sha256", pepper).update(text).digest("hex");
}

/** A digest that no code has, for a place where none was sent: it is stored just the same, and cannot be guessed. */
export function digestOfNoCode(): string {
  return randomBytes(32).toString("hex");
}

export function isCode(code: string, digest: string, binding: CodeBinding, pepper: Uint8Array): boolean {
  return timingSafeEqual(Buffer.from(digestOfCode(code, binding, pepper)), Buffer.from(digest));
}
