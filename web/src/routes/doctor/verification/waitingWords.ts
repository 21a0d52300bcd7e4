import { m } from "#messages";
import type { Verification } from "./verification.svelte.ts";

const words = {
  checking: m.doctor_verification_waiting_checking(),
  asking: m.doctor_verification_waiting_wallet(),
  verifying: m.doctor_verification_waiting_signing_in(),
  sending: m.doctor_verification_waiting_sending(),
} as const;

/** What a button says while a code is asked for; false while it is not. */
export function waitingWords(waiting: Verification["waiting"]): string | false {
  return waiting === null ? false : words[waiting];
}
