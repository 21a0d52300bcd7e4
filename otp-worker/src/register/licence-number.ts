import { normaliseAuthority, normaliseRegistrationNumber } from "@chartkey/protocol/licence-tag";
import * as z from "zod/mini";

/** The authority that issued a licence, as the protocol takes it. */
export const authority = z.string().check(z.maxLength(128), z.refine(accepts(normaliseAuthority), "is no authority"));

/** The number a licence is registered under, as the protocol takes it. */
export const registrationNumber = z
  .string()
  .check(z.maxLength(128), z.refine(accepts(normaliseRegistrationNumber), "is not 2 to 32 letters and digits"));

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
