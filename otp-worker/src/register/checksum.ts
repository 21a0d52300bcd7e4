import { normaliseAuthority, normaliseRegistrationNumber } from "@chartkey/protocol/licence-tag";

/** The United States' National Provider Identifiers, as an authority of the register. */
export const NPI_AUTHORITY = "US-NPI";

/** Written before an identifier when its check digit is computed: health, United States (45 CFR 162.406, ISO/IEC 7812). */
const NPI_PREFIX = "80840";

/** What is wrong with a number whose authority gives its numbers a check digit; null when nothing is, or it gives none. */
export function checksumProblem(authority: string, registrationNumber: string): string | null {
  if (normaliseAuthority(authority) !== NPI_AUTHORITY) return null;
  const number = normaliseRegistrationNumber(registrationNumber);
  if (!/^[12]\d{9}$/.test(number)) return "is no NPI: that has 10 digits and begins with 1 or 2";
  return luhnSum(NPI_PREFIX + number) % 10 === 0 ? null : "is no NPI: its check digit is wrong";
}

/** The sum of the Luhn formula (ISO/IEC 7812-1, annex B) over all digits, the check digit included. */
function luhnSum(digits: string): number {
  return [...digits].reverse().reduce((sum, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return sum + (value > 9 ? value - 9 : value);
  }, 0);
}
