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
