import { bundleDigestOf } from "@chartkey/protocol/bundle";
import { keyBundle } from "@chartkey/protocol/typed-data";
import { hexToBytes, type Address, type Hex } from "viem";
import type { App } from "../app.ts";
import { registryCall } from "../chain/call.ts";
import type { TransactionStatus } from "../chain/transactions.svelte.ts";
import type { KeyDraft } from "../keys/keyHolder.ts";
import { locationOf } from "../network/locationOf.ts";

export type KeyDrafted = { recoveryCode: string; unlockMessage: string };

/** What `publishKey` takes, and the recovery authoriser that `registerPatient` takes as well. All of it becomes public. */
export type SignedKey = {
  publication: { version: number; bundle: Hex; keyring: Hex; possession: Hex; accountSignature: Hex };
  authoriser: Address;
};

/** Begins the account's first key. The recovery code is shown once; it is nowhere but in the key holder and on the screen. */
export function draftKey({ keys, network, wallet }: App): Promise<KeyDrafted> {
  const { address } = wallet.client.account;
  return keys.holder.draftKeyring({ location: locationOf(network), account: address }, location.origin);
}

/**
 * Seals the drafted key. `unlockMessage` makes the wallet an unlocker: it signs that message twice, and `UnrepeatableSignatureError`
 * says that it answered differently; null leaves the wallet out.
 */
export async function sealKey(
  { keys, wallet }: App,
  unlockMessage: string | null,
  onSecond: () => void,
): Promise<KeyDraft> {
  if (unlockMessage === null) return keys.holder.completeKeyring(null);
  const first = await wallet.signMessage(unlockMessage);
  onSecond();
  const second = await wallet.signMessage(unlockMessage);
  return keys.holder.completeKeyring({ first, second });
}

/** Has the account sign its sealed key, so that everyone can check whose it is. */
export async function signKey({ network, wallet }: App, sealed: KeyDraft): Promise<SignedKey> {
  const { version, bundle, keyring, possession, authoriser } = sealed;
  const { client } = wallet;
  const bundleDigest = bundleDigestOf(hexToBytes(bundle));
  const statement = keyBundle(locationOf(network), { account: client.account.address, version, bundleDigest });
  const accountSignature = await client.signTypedData(statement);
  return { publication: { version, bundle, keyring, possession, accountSignature }, authoriser };
}

/** Registers the account as a patient with this key and its recovery authoriser. The keys are unlocked afterwards. */
export async function registerPatient(
  app: App,
  { publication, authoriser }: SignedKey,
  onStatus: (status: TransactionStatus) => void,
): Promise<void> {
  const call = registryCall(app.network, "registerPatient", [publication, authoriser]);
  const { account } = await app.transactions.run(call, onStatus);
  app.keys.unlocked(account);
}

/** Publishes the key of an account that is no patient. The keys are unlocked afterwards. */
export async function publishKey(
  app: App,
  { publication }: SignedKey,
  onStatus: (status: TransactionStatus) => void,
): Promise<void> {
  const { account } = await app.transactions.run(registryCall(app.network, "publishKey", [publication]), onStatus);
  app.keys.unlocked(account);
}
