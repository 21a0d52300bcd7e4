const DIGITS = 8;

/**
 * A passcode of eight random digits, which are typed alike in every language and spoken without doubt. Five tries of a hundred million:
 * a link's passcodes are counted where the link leads.
 */
export function makePasscode(): string {
  const range = 10 ** DIGITS;
  // Drawn again rather than folded, so that each is equally likely.
  const most = Math.floor(2 ** 32 / range) * range;
  for (;;) {
    const [drawn = most] = crypto.getRandomValues(new Uint32Array(1));
    if (drawn < most) return String(drawn % range).padStart(DIGITS, "0");
  }
}

/** As it was made, whatever spaces or dashes stand between its digits; fullwidth and Devanagari digits are the same digits. */
export function readPasscode(typed: string): string {
  return typed
    .normalize("NFKC")
    .replaceAll(/[\s\p{Pd}]/gu, "")
    .replaceAll(/[०-९]/g, (digit) => String(digit.charCodeAt(0) - 0x0966));
}
