import type { Verification } from "./verification.svelte.ts";

const words = {
  checking: "Checking that you are a person",
  asking: "Waiting for your wallet",
  verifying: "Signing in",
  sending: "Asking for a code",
} as const;

/** What a button says while a code is asked for; false while it is not. */
export function waitingWords(waiting: Verification["waiting"]): string | false {
  return waiting === null ? false : words[waiting];
}
