import { bundleDigestOf } from "@chartkey/protocol/bundle";
import { keyBundle } from "@chartkey/protocol/typed-data";
import { hexToBytes, type Address, type Hex } from "viem";
import type { App } from "../app.ts";
import { registryCall } from "../chain/call.ts";
import type { TransactionStatus } from "../chain/transactions.svelte.ts";
import type { KeyDraft } from "../keys/keyringKeeper.ts";
import { createPasskey } from "../keys/passkey.ts";
import { locationOf } from "../network/locationOf.ts";
import { joinNetwork } from "../wallet/joinNetwork.ts";

/** What `publishKey` takes, whose it is, and the recovery authoriser that `registerPatient` takes as well. All of it becomes public. */
export type SignedKey = {
  account: Address;
  encryptionAddress: Address;
  publication: { version: number; bundle: Hex; keyring: Hex; possession: Hex; accountSignature: Hex };
  authoriser: Address;
};

/** Begins the account's first key. */
export function beginFirstKey({ keys, network, wallet }: App): Promise<void> {
  const { address } = wallet.client.account;
  return keys.holder.beginFirst({ location: locationOf(network), account: address }, location.origin);
}

/**
 * Makes the wallet a way to unlock: it signs the same message twice, and `UnrepeatableSignatureError` says that it answered
 * differently.
 */
export async function addWallet({ keys, wallet }: App, onSecond: () => void): Promise<void> {
  const message = await keys.holder.draftedUnlockMessage();
  const first = await wallet.signMessage(message);
  onSecond();
  const second = await wallet.signMessage(message);
  await keys.holder.addWallet({ first, second }, "This wallet");
}

/** Makes a new passkey a way to unlock. */
export async function addPasskey({ keys, wallet }: App): Promise<void> {
  const salt = await keys.holder.draftedPasskeySalt();
  const { secret, ...passkey } = await createPasskey(wallet.client.account.address, salt);
  await keys.holder.addPasskey(passkey, secret, "Passkey");
}

/** Has the account sign its sealed key, so that everyone can check whose it is. */
export async function signKey({ network, wallet }: App, sealed: KeyDraft): Promise<SignedKey> {
  const { version, encryptionAddress, bundle, keyring, possession, authoriser } = sealed;
  const { client } = wallet;
  const account = client.account.address;
  const bundleDigest = bundleDigestOf(hexToBytes(bundle));
  const statement = keyBundle(locationOf(network), { account, version, bundleDigest });
  await joinNetwork(wallet);
  const accountSignature = await client.signTypedData(statement);
  const publication = { version, bundle, keyring, possession, accountSignature };
  return { account, encryptionAddress, publication, authoriser };
}

/** Registers the account as a patient with this key and its recovery authoriser. The keys are unlocked afterwards. */
export async function registerPatient(
  app: App,
  { publication, authoriser }: SignedKey,
  onStatus: (status: TransactionStatus) => void,
): Promise<void> {
  const call = registryCall(app.network, "registerPatient", [publication, authoriser]);
  const { account } = await app.transactions.run(call, onStatus);
  await app.keys.holder.adoptSealed();
  app.keys.unlocked(account);
}

/** Publishes the account's next key. The keys are unlocked afterwards. */
export async function publishKey(
  app: App,
  { publication }: SignedKey,
  onStatus: (status: TransactionStatus) => void,
): Promise<void> {
  const { account } = await app.transactions.run(registryCall(app.network, "publishKey", [publication]), onStatus);
  await app.keys.holder.adoptSealed();
  app.keys.unlocked(account);
}
