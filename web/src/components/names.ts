import type { Tone } from "./tone.ts";

const titles = new Set(["dr", "prof", "mr", "mrs", "ms", "mx"]);

const words = (name: string) => name.trim().split(/\s+/).filter(Boolean);
const withoutTitle = (name: string) => words(name).filter((word) => !titles.has(word.replace(".", "").toLowerCase()));

/**
 * The two letters of a picture of initials: "Dr Lena Hallowell" gives "LH". Null for what only stands for a name: an address, or a
 * patient's card code.
 */
export function initialsOf(name: string): string | null {
  if (/^0x[0-9a-f]/i.test(name) || /(^| )[0-9A-Z]{4}-[0-9A-Z]{4}-/.test(name)) return null;
  const parts = withoutTitle(name);
  const first = parts[0];
  if (first === undefined) return null;
  const last = parts.length > 1 ? (parts.at(-1) ?? "") : "";
  return ([...first][0] ?? "?").toLocaleUpperCase() + ([...last][0] ?? "").toLocaleUpperCase();
}

/** How a person is called after the first mention: "Dr Lena Hallowell" gives "Dr Hallowell"; people without a title keep their name. */
export function shortNameOf(name: string): string {
  const all = words(name);
  const rest = withoutTitle(name);
  return all.length > rest.length && rest.length > 1 ? `${all[0]} ${rest.at(-1)}` : name;
}

const personTones: readonly Tone[] = ["accent", "info", "success"];

/** The same person has the same colour everywhere. Decoration only: the name is always written. */
export function toneOf(name: string): Tone {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return personTones[sum % personTones.length] ?? "accent";
}

/** "0x7c1f…a92e" */
export function shortAddress(address: string): string {
  return address.length > 14 ? `${address.slice(0, 6)}…${address.slice(-4)}` : address;
}
