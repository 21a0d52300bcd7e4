/** Bytes that are turned into letters at a time: as many arguments as every engine takes, and a multiple of three. */
const PIECE = 0x6000;

/** Base64 with padding (RFC 4648 §4). */
export function toBase64(bytes: Uint8Array): string {
  let letters = "";
  for (let at = 0; at < bytes.length; at += PIECE) {
    letters += btoa(String.fromCharCode(...bytes.subarray(at, at + PIECE)));
  }
  return letters;
}

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
