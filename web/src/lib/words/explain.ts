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
import { ExplainedError, type Explanation } from "./explainedError.ts";

/** Explains any error. What is not known is said to be so, without its technical text. */
export function explain(error: unknown): Explanation {
  if (error instanceof ExplainedError) return error.explanation;
  if (error instanceof Error && speaksForItself(error))
    return { what: error.message, safe: "", next: "", remedy: null };
  if (isRejection(error)) return rejected;
  if (error instanceof BaseError) {
    const known = causes.find(([type]) => error.walk((cause) => cause instanceof type));
    if (known) return known[1];
  }
  return unknown;
}

/**
 * Whether an error's own message already says what happened, what is safe and what to do, as those of the protocol and of the key
 * holder do. They come out of a worker as plain errors, so only their names tell them apart.
 */
function speaksForItself({ name }: Error): boolean {
  return spoken.has(name);
}

const spoken: ReadonlySet<string> = new Set([
  "AccountSignatureError",
  "CapsuleAlteredError",
  "CapsuleBundleTooLongError",
  "CommitmentMismatchError",
  "BodyLengthError",
  "EncryptionAddressMismatchError",
  "ExplainedError",
  "ForeignKeyringError",
  "InvalidCardCodeError",
  "InvalidProfileError",
  "InvalidRecoveryCodeError",
  "InvalidReportMetadataError",
  "KeyPossessionError",
  "KeyringAlteredError",
  "KeyringOutdatedError",
  "LockedError",
  "MalformedCapsuleError",
  "MalformedKeyBundleError",
  "MalformedKeyCopyError",
  "MalformedKeyringError",
  "MalformedPasskeyUnlockerError",
  "MalformedPayloadError",
  "MalformedWalletUnlockerError",
  "NetworkConfigurationError",
  "NoContentKeyError",
  "PartAlteredError",
  "PartMisplacedError",
  "PartMissingError",
  "PartTruncatedError",
  "PayloadDigestMismatchError",
  "PayloadHeadAlteredError",
  "PayloadTooLongError",
  "SameCodeError",
  "TooFewWaysError",
  "TransferCancelledError",
  "UnregisteredKeyError",
  "UnrepeatableSignatureError",
  "WalletMissingError",
  "WalletSignatureError",
  "WrongCapsuleError",
  "WrongContentKeyError",
  "WrongPayloadError",
  "WrongUnlockerError",
]);

/** Whether the person said no in their wallet (EIP-1193 code 4001; WalletConnect answers 5000). */
export function isRejection(error: unknown): boolean {
  if (!(error instanceof Error)) return isRejectionCode(error);
  return error instanceof UserRejectedRequestError || isRejectionCode(error) || isRejection(error.cause);
}

function isRejectionCode(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && (error.code === 4001 || error.code === 5000);
}

const rejected: Explanation = {
  what: "You said no in your wallet.",
  safe: "Nothing was sent, and what you entered is still here.",
  next: "Ask your wallet again when you are ready.",
  remedy: "retry",
};

export const wrongNetwork: Explanation = {
  what: "Your wallet is on another network.",
  safe: "Nothing was sent.",
  next: "Switch to go on.",
  remedy: "switch-network",
};

const tooLittle: Explanation = {
  what: "Your wallet has too little for the network fee.",
  safe: "Nothing was sent.",
  next: "Add a little ether to this account, then try again. Patients can sign for free instead, and let their doctor or hospital send it.",
  remedy: "retry",
};

export const nodeUnreachable: Explanation = {
  what: "The public record does not answer.",
  safe: "Nothing was sent, and nothing is lost.",
  next: "Check your connection, then try again.",
  remedy: "retry",
};

const stillWaiting: Explanation = {
  what: "The network has not confirmed this yet.",
  safe: "It was sent, and will finish without you.",
  next: "Look again in a few minutes.",
  remedy: "reload",
};

const unknown: Explanation = {
  what: "Something went wrong that this page has no words for.",
  safe: "Nothing you stored is lost.",
  next: "Reload the page and try again.",
  remedy: "reload",
};

const walletFailed: Explanation = {
  what: "Your wallet could not send this.",
  safe: "Nothing was sent.",
  next: "Look at your wallet for its reason, then try again.",
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
