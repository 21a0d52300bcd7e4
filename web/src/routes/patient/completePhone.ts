import { isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js/min";

/**
 * A telephone number as it is dialled within a country, with that country's code: "07700 900123" in "GB" is "+447700900123". Left
 * as typed when it has a code of its own, and when the country is not chosen yet.
 */
export function completePhone(typed: string, country: string): string {
  const hasCode = /^\s*(\+|00)/.test(typed.normalize("NFKC"));
  if (hasCode || !isSupportedCountry(country)) return typed;
  return parsePhoneNumberFromString(typed, country)?.number ?? typed;
}
