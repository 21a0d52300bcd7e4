import { ContractRefusedError } from "#lib/chain/contractRefusedError.ts";
import { ExplainedError, type Explanation } from "#lib/words/explainedError.ts";
import { m } from "#messages";

/** By which the contracts say that a signed decision is spent: it was sent before, or its signer decided anew since. */
const spent = new Set([
  "ConsentStaleCounter",
  "ConsentStaleEpoch",
  "InvalidAccountNonce",
  "CareUnexpectedStatus",
  "RequestNotOpen",
  "ChartAlreadyRegistered",
]);

const nothingToDo: Explanation = {
  what: m.words_send_spent_what(),
  safe: m.words_send_spent_safe(),
  next: m.words_send_spent_next(),
  remedy: null,
};

/** A refusal as it is said to whoever sends for a patient: the contracts' own words are for whoever signed. */
export function refusedForSender(error: unknown): unknown {
  const isSpent = error instanceof ContractRefusedError && spent.has(error.errorName);
  return isSpent ? new ExplainedError(nothingToDo, { cause: error }) : error;
}
