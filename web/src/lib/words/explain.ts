import {
  BaseError,
  ChainMismatchError,
  HttpRequestError,
  InsufficientFundsError,
  TimeoutError,
  TransactionExecutionError,
  UserRejectedRequestError,
  WaitForTransactionReceiptTimeoutError,
} from "viem";
import { m } from "#messages";
import { ExplainedError, type Explanation } from "./explainedError.ts";
import { spokenWords } from "./spokenErrors.ts";

/** Explains any error. What is not known is said to be so, without its technical text. */
export function explain(error: unknown): Explanation {
  const explained = explainKnown(error);
  // The same errors as of a node that is away; only here it can be said whose the connection is.
  return explained === nodeUnreachable && globalThis.navigator?.onLine === false ? offline : explained;
}

function explainKnown(error: unknown): Explanation {
  if (error instanceof ExplainedError) return error.explanation;
  const itself = error instanceof Error ? spokenWords(error) : null;
  if (itself !== null) return { what: itself, safe: "", next: "", remedy: null };
  if (isRejection(error)) return rejected;
  if (error instanceof BaseError) {
    const known = causes.find(([type]) => error.walk((cause) => cause instanceof type));
    if (known) return known[1];
  }
  return unknown;
}

/** Whether the person said no in their wallet (EIP-1193 code 4001; WalletConnect answers 5000). */
export function isRejection(error: unknown): boolean {
  if (!(error instanceof Error)) return isRejectionCode(error);
  return error instanceof UserRejectedRequestError || isRejectionCode(error) || isRejection(error.cause);
}

function isRejectionCode(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && (error.code === 4001 || error.code === 5000);
}

const rejected: Explanation = {
  what: m.words_explain_rejected_what(),
  safe: m.words_explain_rejected_safe(),
  next: m.words_explain_rejected_next(),
  remedy: "retry",
};

export const wrongNetwork: Explanation = {
  what: m.words_explain_wrong_network_what(),
  safe: m.words_explain_nothing_sent(),
  next: m.words_explain_wrong_network_next(),
  remedy: "switch-network",
};

const tooLittle: Explanation = {
  what: m.words_explain_too_little_what(),
  safe: m.words_explain_nothing_sent(),
  next: m.words_explain_too_little_next(),
  remedy: "retry",
};

export const nodeUnreachable: Explanation = {
  what: m.words_explain_node_unreachable_what(),
  safe: m.words_explain_node_unreachable_safe(),
  next: m.words_explain_node_unreachable_next(),
  remedy: "retry",
};

const offline: Explanation = {
  what: m.words_explain_offline_what(),
  safe: m.words_explain_node_unreachable_safe(),
  next: m.words_explain_offline_next(),
  remedy: "retry",
};

const stillWaiting: Explanation = {
  what: m.words_explain_still_waiting_what(),
  safe: m.words_explain_still_waiting_safe(),
  next: m.words_explain_still_waiting_next(),
  remedy: "reload",
};

const unknown: Explanation = {
  what: m.words_explain_unknown_what(),
  safe: m.words_explain_unknown_safe(),
  next: m.words_explain_unknown_next(),
  remedy: "reload",
};

const walletFailed: Explanation = {
  what: m.words_explain_wallet_failed_what(),
  safe: m.words_explain_nothing_sent(),
  next: m.words_explain_wallet_failed_next(),
  remedy: "retry",
};

/** In the order in which they are looked for: an error carries the wrapped ones as its causes. */
const causes: readonly (readonly [abstract new (...args: never[]) => Error, Explanation])[] = [
  [InsufficientFundsError, tooLittle],
  [ChainMismatchError, wrongNetwork],
  [WaitForTransactionReceiptTimeoutError, stillWaiting],
  [HttpRequestError, nodeUnreachable],
  [TimeoutError, nodeUnreachable],
  [TransactionExecutionError, walletFailed],
];
