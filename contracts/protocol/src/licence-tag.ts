import { bytesToHex, type Hex } from "viem";
import { unshared } from "./bytes.ts";

const LABEL = "chartkey:v1:licence-tag";
const MIN_PEPPER = 32;

/**
 * The keyed commitment to a licence that stands on chain: HMAC-SHA-256(pepper, label ‖ 0x00 ‖ authority ‖ 0x00 ‖ number), both
 * normalised. Without the pepper nobody can search for a number; with it, the same licence always has the same tag.
 * `pepper` is at least 32 random bytes shared by all attesters of a network.
 * @throws InvalidRegistrationNumberError, InvalidAuthorityError, PepperTooShortError
 */
export async function licenceTagOf(pepper: Uint8Array, authority: string, registrationNumber: string): Promise<Hex> {
  if (pepper.length < MIN_PEPPER) throw new PepperTooShortError();
  const fields = [LABEL, normaliseAuthority(authority), normaliseRegistrationNumber(registrationNumber)];
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", unshared(pepper), algorithm, false, ["sign"]);
  const message = unshared(new TextEncoder().encode(fields.join("\0")));
  return bytesToHex(new Uint8Array(await crypto.subtle.sign("HMAC", key, message)));
}

/**
 * Upper case, single spaces, every dash as "-": letters, digits, spaces, dots and dashes, at most 64. A dash is not a space, since both
 * are in names of authorities. @throws InvalidAuthorityError
 */
export function normaliseAuthority(text: string): string {
  const authority = text
    .normalize("NFKC")
    .trim()
    .replace(/\s+/g, " ")
    .replace(/\p{Pd}/gu, "-")
    .toUpperCase();
  if (!/^[\p{L}\p{N}][\p{L}\p{M}\p{N} .-]{0,63}$/u.test(authority)) throw new InvalidAuthorityError();
  return authority;
}

/**
 * Upper case, without spaces, dots, slashes and dashes, so that "ab 12-34" and "AB1234" are one licence. Leading zeros count.
 * 2 to 32 Latin letters and digits. @throws InvalidRegistrationNumberError
 */
export function normaliseRegistrationNumber(text: string): string {
  const number = text
    .normalize("NFKC")
    .replace(/[\s\p{Pd}\p{Cf}./\\_]/gu, "")
    .toUpperCase();
  if (!/^[A-Z0-9]{2,32}$/.test(number)) throw new InvalidRegistrationNumberError();
  return number;
}

export class InvalidRegistrationNumberError extends Error {
  override name = "InvalidRegistrationNumberError";
  constructor() {
    super("A registration number has 2 to 32 letters and digits. Copy it from your licence.");
  }
}

export class InvalidAuthorityError extends Error {
  override name = "InvalidAuthorityError";
  constructor() {
    super("The issuing authority has at most 64 letters and digits. Choose it from the list.");
  }
}

export class PepperTooShortError extends Error {
  override name = "PepperTooShortError";
  constructor() {
    super(
      `The network pepper has at least ${MIN_PEPPER} bytes. No tag was made; check the configuration of the verifier.`,
    );
  }
}
