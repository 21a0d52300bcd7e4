/** Crockford's base 32: digits and letters without I, L, O and U. One character is five bits. */
export const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** The first `count` × 5 bits of `bytes` as numbers from 0 to 31. Missing bits at the end are zero. */
export function symbolsOfBytes(bytes: Uint8Array, count: number): number[] {
  return Array.from({ length: count }, (_, i) => {
    let symbol = 0;
    for (let bit = i * 5; bit < i * 5 + 5; bit++)
      symbol = (symbol << 1) | (((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1);
    return symbol;
  });
}

export function textOfSymbols(symbols: readonly number[]): string {
  return symbols.map((symbol) => CROCKFORD[symbol]).join("");
}

/** The value of one character, forgiving what Crockford forgives: case, O for 0, I and L for 1. Null for any other. */
export function symbolOfCharacter(character: string): number | null {
  const upper = character.toUpperCase().replace("O", "0").replace(/[IL]/, "1");
  const symbol = CROCKFORD.indexOf(upper);
  return upper.length === 1 && symbol >= 0 ? symbol : null;
}

/** Takes full-width forms, spaces, dashes of all kinds, dots and underscores out of what someone typed or pasted. */
export function withoutSeparators(text: string): string {
  return text.normalize("NFKC").replace(/[\s\p{Pd}\p{Cf}._·:,/]/gu, "");
}
