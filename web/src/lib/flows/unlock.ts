import { bytesOfHex, type Bytes } from "@chartkey/protocol/bytes";
import type { Address } from "viem";
import type { App } from "../app.ts";
import { keyOf } from "../chain/reads.ts";
import { readKey } from "../history/keys.ts";
import type { RegisteredKey } from "../keys/keyHolder.ts";
import { locationOf } from "../network/locationOf.ts";
import { ExplainedError, type Explanation } from "../words/explainedError.ts";

type Sealed = { account: Address; registered: RegisteredKey; keyring: Bytes };

/** Unlocks with one signature of the message that the keyring names. The signature goes to the key holder and nowhere else. */
export async function unlockWithWallet(app: App): Promise<void> {
  const { keys, wallet } = app;
  const { account, registered, keyring } = await sealedKeyring(app);
  const message = await keys.holder.unlockMessage(keyring, location.origin);
  if (message === null) throw new ExplainedError(walletIsNoUnlocker);
  const signature = await wallet.signMessage(message);
  await keys.holder.unlockWithWallet(place(app, account), keyring, registered, signature);
  finish(app, account);
}

/** Unlocks with the recovery code, on this device or a new one. */
export async function unlockWithRecoveryCode(app: App, typed: string): Promise<void> {
  const { account, registered, keyring } = await sealedKeyring(app);
  await app.keys.holder.unlockWithRecoveryCode(place(app, account), keyring, registered, typed);
  finish(app, account);
}

async function sealedKeyring({ chain, history, wallet }: App): Promise<Sealed> {
  const account = wallet.client.account.address;
  const registered = await keyOf(chain, account);
  const published = registered.version > 0 ? await readKey(history, account, registered.version) : null;
  if (!published) throw new ExplainedError(noKeyring);
  return { account, registered, keyring: bytesOfHex(published.keyring) };
}

const place = ({ network }: App, account: Address) => ({ location: locationOf(network), account });

function finish({ keys, wallet }: App, account: Address): void {
  // Another account may have been chosen meanwhile: these keys are not theirs.
  if (wallet.account === account) keys.unlocked(account);
  else keys.lock();
}

const walletIsNoUnlocker: Explanation = {
  what: "This wallet is not one of your ways to unlock on this site.",
  safe: "Nothing was opened.",
  next: "Use your recovery code.",
  remedy: null,
};

const noKeyring: Explanation = {
  what: "This account has published no key yet.",
  safe: "Nothing is lost.",
  next: "Finish setting up your account first.",
  remedy: null,
};
