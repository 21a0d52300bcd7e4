import { normaliseAuthority, normaliseRegistrationNumber } from "@chartkey/protocol/licence-tag";
import * as z from "zod/mini";
import { Refusal } from "../refusal.ts";
import { checksumProblem } from "./checksum.ts";

/** The authority that issued a licence, as the protocol takes it. */
export const authority = z.string().check(z.maxLength(128), z.refine(accepts(normaliseAuthority), "is no authority"));

/** The number a licence is registered under, as the protocol takes it. */
export const registrationNumber = z
  .string()
  .check(z.maxLength(128), z.refine(accepts(normaliseRegistrationNumber), "is not 2 to 32 letters and digits"));

/** Both, as requests name a licence. */
export const licenceNumber = { authority, registrationNumber };

export interface LicenceNumber {
  readonly authority: string;
  readonly registrationNumber: string;
}

/**
 * The number in a request. A mistyped digit is told at once where the authority's numbers carry a check digit: that says
 * nothing about who is registered.
 *
 * @throws {Refusal} `number_mistyped`
 */
export function readLicenceNumber({ authority: issuer, registrationNumber: number }: LicenceNumber): LicenceNumber {
  const problem = checksumProblem(issuer, number);
  if (problem !== null) {
    throw new Refusal(400, "number_mistyped", `This registration number ${problem}. Check it and try again.`);
  }
  return { authority: issuer, registrationNumber: number };
}

function accepts(normalise: (text: string) => string) {
  return (text: string) => {
    try {
      normalise(text);
      return true;
    } catch {
      return false;
    }
  };
}
