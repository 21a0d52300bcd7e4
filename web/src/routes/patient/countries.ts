import type { Language } from "#lib/language.ts";

/** A country by its ISO 3166-1 alpha-2 code, and what it is called. */
export type Country = { value: string; label: string };

// CLDR has names for groups, for test codes, and for parts of countries whose codes are only set aside, too.
const noCountries = ["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"];
const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];

/**
 * Every country of today in the order of its names. Kosovo has XK, which ISO 3166-1 leaves to its users: without it nobody there could
 * say where they live.
 */
export function countriesIn(language: Language): Country[] {
  const names = new Intl.DisplayNames([language], { type: "region", fallback: "none" });
  return letters
    .flatMap((first) => letters.map((second) => first + second))
    .filter((code) => !noCountries.includes(code) && isCurrent(code))
    .flatMap((value) => {
      const label = names.of(value);
      return label ? [{ value, label }] : [];
    })
    .toSorted((a, b) => a.label.localeCompare(b.label, language));
}

/** A code that was withdrawn has another in its place (UTS 35, territory aliases): "DD" is "DE" now. */
function isCurrent(code: string): boolean {
  return new Intl.Locale(`und-${code}`).region === code;
}
