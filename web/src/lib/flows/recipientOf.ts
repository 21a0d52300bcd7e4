import { keyFingerprint } from "@chartkey/protocol/bundle";
import { bytesOfHex } from "@chartkey/protocol/bytes";
import { parseKeyring } from "@chartkey/protocol/keyring";
import { getAddress, isAddressEqual, type Address, type Hex } from "viem";
import { m } from "#messages";
import type { App } from "../app.ts";
import { keyOf } from "../chain/reads.ts";
import { readKey } from "../history/keys.ts";
import type { Recipient } from "../keys/keyHolder.ts";
import { knownKey, rememberKey, type KnownKey } from "../storage/knownKeys.ts";
import { ownerKey } from "../storage/owner.ts";
import { ExplainedError } from "../words/explainedError.ts";

/** An account's newest key with what people compare, and in how many ways its owner can unlock. */
export type PublishedRecipient = Recipient & { fingerprint: string; ways: number };

/** An account's newest key, as published and as the registry names it. The key holder checks both before it wraps. */
export async function publishedRecipient({ chain, history }: App, account: Address): Promise<PublishedRecipient> {
  const registered = await keyOf(chain, account);
  const published = registered.version > 0 ? await readKey(history, getAddress(account), registered.version) : null;
  if (!published) throw new NoKeyError();
  const { keyring, ...publication } = published;
  return {
    publication,
    registered,
    fingerprint: keyFingerprint(publication.account, bytesOfHex(publication.bundle)),
    ways: waysOf(keyring),
  };
}

/**
 * Someone to lock for. The first key of theirs is remembered on this device; another one, or another wallet of a patient, is locked for
 * only once somebody here confirmed it.
 *
 * @param subject Whose key it is: the chart of a patient, which may go to another wallet; the account itself otherwise.
 * @throws KeyChangedError, or an ExplainedError when there is no key.
 */
export async function recipientOf(app: App, account: Address, subject: Hex = account): Promise<PublishedRecipient> {
  const recipient = await publishedRecipient(app, account);
  const change = await keyChange(app, subject, recipient);
  if (change) throw new KeyChangedError(change);
  await rememberKey(knownAs(app, subject, recipient));
  return recipient;
}

/** What changed since something was last locked for somebody here; null when nothing did, or this is the first time. */
export async function keyChange(app: App, subject: Hex, recipient: PublishedRecipient): Promise<KeyChange | null> {
  const next = knownAs(app, subject, recipient);
  const before = await knownKey(next.owner, next.subject);
  if (!before || before.fingerprint === next.fingerprint) return null;
  return { next, isOtherWallet: !isAddressEqual(before.account, next.account) };
}

/** A key is to be locked for from now on: somebody here compared it, or takes the risk. */
export function confirmKey({ next }: KeyChange): Promise<void> {
  return rememberKey(next);
}

function knownAs({ network, wallet }: App, subject: Hex, { publication, fingerprint }: PublishedRecipient): KnownKey {
  const owner = ownerKey(network, wallet.client.account.address);
  const { account, version } = publication;
  return { owner, subject: subject.toLowerCase(), account, version, fingerprint };
}

/** None for a keyring that cannot be read: nobody can be sure that its owner opens it. */
function waysOf(keyring: Hex): number {
  try {
    return parseKeyring(bytesOfHex(keyring)).unlockers.length;
  } catch {
    return 0;
  }
}

export class NoKeyError extends ExplainedError {
  override name = "NoKeyError";

  constructor() {
    super({
      what: m.keys_flows_recipient_of_no_key_what(),
      safe: m.keys_flows_recipient_of_no_key_safe(),
      next: m.keys_flows_recipient_of_no_key_next(),
      remedy: "retry",
    });
  }
}

/** Another key than the one that was locked for before. */
export type KeyChange = { next: KnownKey; isOtherWallet: boolean };

/** Nothing is locked for a changed key before somebody confirmed it. */
export class KeyChangedError extends ExplainedError {
  override name = "KeyChangedError";
  readonly change: KeyChange;

  constructor(change: KeyChange) {
    super({
      what: change.isOtherWallet ? m.keys_flows_recipient_of_other_wallet() : m.keys_flows_recipient_of_other_key(),
      safe: m.keys_flows_recipient_of_changed_safe(),
      next: m.keys_flows_recipient_of_changed_next({ fingerprint: change.next.fingerprint }),
      remedy: null,
    });
    this.change = change;
  }
}
