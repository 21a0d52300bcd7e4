import { hkdfSync } from "node:crypto";
import * as z from "zod/mini";

/** Of 32 random bytes about 30 differ; fewer than this many never happens, so a person typed them. */
const LEAST_DIFFERENT_BYTES = 16;

/** A secret of 32 random bytes, written as 64 hex digits with or without 0x. Parsed to bytes. */
export const secretBytes = z.pipe(
  z.string().check(
    z.regex(/^(0x)?[0-9a-fA-F]{64}$/, {
      error: "is weak: it must be 32 random bytes as 64 hex digits (openssl rand -hex 32)",
      abort: true,
    }),
    z.refine((text) => new Set(toBytes(text)).size >= LEAST_DIFFERENT_BYTES, "is weak: it repeats itself"),
  ),
  z.transform(toBytes),
);

/** A key for one use, so that one secret in the configuration never serves two uses (HKDF-SHA-256, RFC 5869). 32 bytes. */
export function deriveKey(secret: Uint8Array, use: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(hkdfSync("sha256", secret, new Uint8Array(), `chartkey/otp-worker/${use}`, 32));
}

function toBytes(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(text.replace(/^0x/, ""), "hex"));
}
