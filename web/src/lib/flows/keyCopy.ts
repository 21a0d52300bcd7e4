import { cidOfDigest, digestOf, digestOfCid } from "@chartkey/protocol/cid";
import { encodeKeyCopy, parseKeyCopy } from "@chartkey/protocol/key-copy";
import { verifyKeyPublication, type PublishedKey } from "@chartkey/protocol/key-publication";
import { isAddressEqual, type Address, type Hex } from "viem";
import { m } from "#messages";
import type { App } from "../app.ts";
import { downloadBlob, fetchBlob } from "../blobs/downloadBlob.ts";
import { DroppedError } from "../blobs/persistently.ts";
import { accountSignatureCheck } from "../chain/accountSignature.ts";
import { keyOf } from "../chain/reads.ts";
import { readKey } from "../history/keys.ts";
import type { RegisteredKey } from "../keys/keyringKeeper.ts";
import { locationOf } from "../network/locationOf.ts";
import { knownKeyCopy, rememberKeyCopy } from "../storage/keyCopies.ts";
import { ownerKey } from "../storage/owner.ts";
import { ExplainedError, type Explanation } from "../words/explainedError.ts";
import type { OnProgress } from "./progress.ts";
import { signInFirst } from "./signInFirst.ts";
import { storeBlobs, waitingBlob } from "./storeBlobs.ts";

/**
 * [Note: the copy of a key] The event that publishes a key has the bundle and the sealed keyring, and is what everyone reads. The store
 * keeps the same as one blob, for when no node has the logs any more and no index answers. Nothing about it is trusted: it counts only
 * if the registry's own state names its version and its key, both signatures are right, and the keyring opens to that very key. The
 * registry has no digest of it, so whoever looks for it needs its address: from the event, from this device, or from a note.
 */
export type KeyCopy = { address: string; isStored: boolean };

/** Where the copy of the account's newest key is or would be, and whether the store has it; null without a key. */
export async function keyCopyOf(app: App): Promise<KeyCopy | null> {
  const account = app.wallet.client.account.address;
  const bytes = await newestCopy(app, account);
  if (!bytes) return null;
  const digest = await digestOf(bytes);
  const isStored = await fetchBlob(app.network, digest).then(
    () => true,
    (error: unknown) => {
      if (error instanceof DroppedError) throw error.cause;
      return false;
    },
  );
  if (isStored) await remember(app, account, digest);
  return { address: cidOfDigest(digest), isStored };
}

/** Has the store keep a copy of the account's newest key. Asks to sign in where nobody is. @returns Its address. */
export async function storeKeyCopy(app: App, onProgress: OnProgress): Promise<string> {
  // Another account may be chosen meanwhile: the copy is of this one all the same.
  const account = app.wallet.client.account.address;
  const bytes = await newestCopy(app, account);
  if (!bytes) throw new ExplainedError(noKey);
  return storeCopy(app, account, bytes, onProgress);
}

/** The same of a key that was just published from here, which nobody has to be asked for. */
export function storeCopyOf(app: App, key: PublishedKey, onProgress: OnProgress): Promise<string> {
  return storeCopy(app, key.account, encodeKeyCopy(locationOf(app.network), key), onProgress);
}

async function storeCopy(
  app: App,
  account: Address,
  bytes: Uint8Array<ArrayBuffer>,
  onProgress: OnProgress,
): Promise<string> {
  await signInFirst(app, onProgress);
  onProgress({ step: "storing", stored: 0, total: 1 });
  await storeBlobs(app, null, [waitingBlob(bytes)], [], async () => {});
  const digest = await digestOf(bytes);
  await remember(app, account, digest);
  return cidOfDigest(digest);
}

/**
 * The newest key of the account here with its keyring: as the public record says it or, where that does not have it any more, from the
 * copy that this device knows of. Null when neither has it.
 */
export async function publishedKey(
  app: App,
  account: Address,
  registered: RegisteredKey,
): Promise<PublishedKey | null> {
  if (registered.version === 0) return null;
  let failure: unknown = null;
  try {
    const published = await readKey(app.history, account, registered.version);
    if (published) return published;
  } catch (error) {
    failure = error;
  }
  const digest = await knownKeyCopy(ownerKey(app.network, account));
  const copied = digest && (await fetchCopy(app, digest, account, registered).catch(() => null));
  if (copied) return copied;
  if (failure) throw failure;
  return null;
}

/**
 * Finds the copy at an address that somebody wrote down, checks that it is of the account here, and remembers it on this device.
 *
 * @throws ExplainedError, MalformedKeyCopyError and what `verifyKeyPublication` throws.
 */
export async function useKeyCopy(app: App, address: string): Promise<void> {
  const account = app.wallet.client.account.address;
  const digest = digestOfAddress(address);
  await fetchCopy(app, digest, account, await keyOf(app.chain, account));
  await remember(app, account, digest);
}

/** A copy at an address, whosoever it is. Only its form is checked: a keyring taken from it proves itself by opening. */
export async function readKeyCopy(app: App, address: string): Promise<PublishedKey> {
  return parseKeyCopy(locationOf(app.network), await downloadBlob(app.network, digestOfAddress(address)));
}

async function fetchCopy(app: App, digest: Hex, account: Address, registered: RegisteredKey): Promise<PublishedKey> {
  const copied = parseKeyCopy(locationOf(app.network), await downloadBlob(app.network, digest));
  if (!isAddressEqual(copied.account, account)) throw new ExplainedError(ofAnother);
  await requireNewest(app, copied, registered, outdated);
  return copied;
}

async function newestCopy(app: App, account: Address): Promise<Uint8Array<ArrayBuffer> | null> {
  const registered = await keyOf(app.chain, account);
  const published = await publishedKey(app, account, registered);
  if (!published) return null;
  // The index may say anything: what would not count on the day that it is needed is not stored.
  await requireNewest(app, published, registered, notRegistered);
  return encodeKeyCopy(locationOf(app.network), published);
}

/** Checks that a key is the one that the registry names, and that its account signed it. */
async function requireNewest(
  { chain, network }: App,
  key: PublishedKey,
  registered: RegisteredKey,
  otherwise: Explanation,
): Promise<void> {
  const isNewest =
    key.version === registered.version && isAddressEqual(key.encryptionAddress, registered.encryptionAddress);
  if (!isNewest) throw new ExplainedError(otherwise);
  await verifyKeyPublication(locationOf(network), key, accountSignatureCheck(chain));
}

async function remember({ network }: App, account: Address, digest: Hex): Promise<void> {
  await rememberKeyCopy({ owner: ownerKey(network, account), digest });
}

function digestOfAddress(address: string): Hex {
  try {
    return digestOfCid(address.trim());
  } catch (cause) {
    throw new ExplainedError(noAddress, { cause });
  }
}

const noKey: Explanation = {
  what: m.keys_flows_key_copy_no_key_what(),
  safe: m.keys_flows_key_copy_no_key_safe(),
  next: m.keys_flows_key_copy_no_key_next(),
  remedy: null,
};

/** What was given as the address of a copy is none. */
export const noAddress: Explanation = {
  what: m.keys_flows_key_copy_no_address_what(),
  safe: m.keys_flows_key_copy_nothing_opened(),
  next: m.keys_flows_key_copy_no_address_next(),
  remedy: null,
};

const ofAnother: Explanation = {
  what: m.keys_flows_key_copy_of_another_what(),
  safe: m.keys_flows_key_copy_nothing_opened(),
  next: m.keys_flows_key_copy_of_another_next(),
  remedy: null,
};

const outdated: Explanation = {
  what: m.keys_flows_key_copy_outdated_what(),
  safe: m.keys_flows_key_copy_nothing_opened(),
  next: m.keys_flows_key_copy_outdated_next(),
  remedy: null,
};

const notRegistered: Explanation = {
  what: m.keys_flows_key_copy_not_registered_what(),
  safe: m.keys_flows_key_copy_not_registered_safe(),
  next: m.keys_flows_key_copy_not_registered_next(),
  remedy: "retry",
};
