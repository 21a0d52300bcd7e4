import { toBase64 } from "../exchange/base64.ts";

/** Base64url without padding (RFC 4648 §5, RFC 7515 §2). */
export function toBase64url(bytes: Uint8Array): string {
  return toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Null for anything that is not base64url as `toBase64url` writes it. */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) return null;
  try {
    const letters = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
    // One way to write it: bits left over at the end are zero.
    const last = toBase64url(bytes.subarray(bytes.length - (bytes.length % 3 || 3)));
    return text.endsWith(last) ? bytes : null;
  } catch {
    return null;
  }
}
