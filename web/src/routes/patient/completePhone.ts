import { isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js/min";

/**
 * A telephone number as it is dialled within a country, with that country's code: "07700 900123" in "GB" is "+447700900123". Left
 * as typed when it has a code of its own, when the country is
 * not chosen yet, and when it is no number there.
 */
export function completePhone(typed: string, country: string): string {
  const hasCode = /^\s*(\+|00)/.test(typed.normalize("NFKC"));
  if (hasCode || !isSupportedCountry(country)) return typed;
  const number = parsePhoneNumberFromString(typed, country);
  return number?.isPossible() ? number.number : typed;
}
