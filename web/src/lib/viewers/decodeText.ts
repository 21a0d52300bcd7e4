/** `certain` is false when the file does not say how its letters are written and they had to be guessed. */
export interface DecodedText {
  text: string;
  certain: boolean;
}

/**
 * Reads bytes as text: by byte order mark, as UTF-8 if that fits without a single error, else as Windows-1252, which
 * gives every byte a letter and may give some of them a wrong one.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const marked =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? "utf-16le"
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? "utf-16be"
        : undefined;
  if (marked) return { text: new TextDecoder(marked).decode(bytes), certain: true };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), certain: true };
  } catch {
    return { text: new TextDecoder("windows-1252").decode(bytes), certain: false };
  }
}
