import type { Address } from "viem";
import type { Configuration } from "../configuration/read-configuration.ts";
import { Refusal } from "../refusal.ts";
import { parseNonce, type Nonce } from "./nonce.ts";
import { parseSignInMessage } from "./parse-sign-in-message.ts";

/** Seconds by which a browser's clock may run ahead of ours. */
const CLOCK_SKEW = 60;

/** Longest time in seconds between issuing a message and its end. */
const LONGEST_WINDOW = 15 * 60;

/** Wallet signatures over this resource open a keyring. No server may ever be handed one. */
const UNLOCK_RESOURCE = "urn:chartkey:unlock:";

/**
 * Decides, without any network, whether a message is a sign-in to this worker now. Its signature is not checked here, nor
 * whether its nonce was spent.
 *
 * @param now Unix seconds
 * @throws {Refusal} saying what is wrong with it
 */
export function checkSignInMessage(
  text: string,
  { page, chain, nonceKey }: Pick<Configuration, "page" | "chain" | "nonceKey">,
  now: number,
): { account: Address; nonce: Nonce } {
  if (text.toLowerCase().includes(UNLOCK_RESOURCE)) {
    throw new Refusal(
      400,
      "unlock_message",
      "This message opens your keys and belongs to nobody but you. It was not used. Do not send it anywhere; sign in again.",
    );
  }
  const message = parseSignInMessage(text);
  if (!message) {
    throw new Refusal(400, "message_malformed", "This sign-in message is not written as EIP-4361 asks. Sign in again.");
  }
  if (message.domain !== page.host || message.uri !== page.origin || !isSameScheme(message.scheme, page.origin)) {
    throw new Refusal(400, "wrong_site", "This sign-in was made for another site. Sign in again from this page.");
  }
  if (message.chainId !== chain.id) {
    throw new Refusal(
      400,
      "wrong_chain",
      "This sign-in was made for another network. Switch networks and sign in again.",
    );
  }
  const issued = message.issuedAt.getTime() / 1000;
  const ends = message.expirationTime ? message.expirationTime.getTime() / 1000 : Number.NaN;
  const begins = message.notBefore ? message.notBefore.getTime() / 1000 : issued;
  if (!(issued <= now + CLOCK_SKEW && begins <= now + CLOCK_SKEW)) {
    throw new Refusal(
      401,
      "not_yet_valid",
      "This sign-in is dated in the future. Set the clock of this device and try again.",
    );
  }
  if (!(ends > now && issued <= ends && ends - issued <= LONGEST_WINDOW)) {
    throw new Refusal(401, "message_expired", "This sign-in took too long, or never ends. Sign in again.");
  }
  const nonce = parseNonce(nonceKey, message.nonce);
  if (!nonce)
    throw new Refusal(401, "nonce_unknown", "This sign-in does not answer this site's request. Sign in again.");
  if (nonce.expiresAt <= now) throw new Refusal(401, "nonce_expired", "This sign-in took too long. Sign in again.");
  return { account: message.address, nonce };
}

/** EIP-4361 lets a message leave its scheme out; if it names one, it must be the page's. */
function isSameScheme(scheme: string | undefined, origin: string) {
  return scheme === undefined || origin.startsWith(`${scheme}://`);
}
