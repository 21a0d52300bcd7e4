import { bundleDigestOf } from "@chartkey/protocol/bundle";
import { keyBundle } from "@chartkey/protocol/typed-data";
import { hexToBytes, type Hex } from "viem";
import type { App } from "../app.ts";
import { registryCall } from "../chain/call.ts";
import type { TransactionStatus } from "../chain/transactions.svelte.ts";
import { locationOf } from "../network/locationOf.ts";

export type KeyDrafted = { recoveryCode: string; unlockMessage: string };

/** Everything that `registerPatient` and `publishKey` take. All of it becomes public. */
export type SignedKey = {
  version: number;
  bundle: Hex;
  keyring: Hex;
  possession: Hex;
  accountSignature: Hex;
};

/** Begins the account's first key. The recovery code is shown once; it is nowhere but in the key holder and on the screen. */
export function draftKey({ keys, network, wallet }: App): Promise<KeyDrafted> {
  const { address } = wallet.client.account;
  return keys.holder.draftKeyring({ location: locationOf(network), account: address }, location.origin);
}

export type KeyStep = "first-signature" | "second-signature" | "key-signature";

/**
 * Seals the drafted key and has the account sign it. `unlockMessage` makes the wallet an unlocker: it signs that message twice, and
 * `UnrepeatableSignatureError` says that it answered differently; null leaves the wallet out.
 */
export async function signKey(
  { keys, network, wallet }: App,
  unlockMessage: string | null,
  onStep: (step: KeyStep) => void,
): Promise<SignedKey> {
  const { account } = wallet.client;
  let signatures: { first: Hex; second: Hex } | null = null;
  if (unlockMessage !== null) {
    onStep("first-signature");
    const first = await wallet.signMessage(unlockMessage);
    onStep("second-signature");
    const second = await wallet.signMessage(unlockMessage);
    signatures = { first, second };
  }
  const { version, bundle, keyring, possession } = await keys.holder.completeKeyring(signatures);

  onStep("key-signature");
  const bundleDigest = bundleDigestOf(hexToBytes(bundle));
  const statement = keyBundle(locationOf(network), { account: account.address, version, bundleDigest });
  const accountSignature = await wallet.client.signTypedData(statement);
  return { version, bundle, keyring, possession, accountSignature };
}

/** Registers the account as a patient with this key. The keys are unlocked afterwards. */
export async function registerPatient(
  app: App,
  key: SignedKey,
  onStatus: (status: TransactionStatus) => void,
): Promise<void> {
  const { account } = await app.transactions.run(registryCall(app.network, "registerPatient", [key]), onStatus);
  app.keys.unlocked(account);
}

/** Publishes the key of an account that is no patient. The keys are unlocked afterwards. */
export async function publishKey(
  app: App,
  key: SignedKey,
  onStatus: (status: TransactionStatus) => void,
): Promise<void> {
  const { account } = await app.transactions.run(registryCall(app.network, "publishKey", [key]), onStatus);
  app.keys.unlocked(account);
}
