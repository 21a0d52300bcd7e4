import { bytesOfHex, type Bytes } from "@chartkey/protocol/bytes";
import type { PublishedKey } from "@chartkey/protocol/key-publication";
import { parseKeyring } from "@chartkey/protocol/keyring";
import type { UnlockerKind } from "@chartkey/protocol/keyring-format";
import type { Address } from "viem";
import { m } from "#messages";
import type { App } from "../app.ts";
import { keyOf } from "../chain/reads.ts";
import type { RegisteredKey } from "../keys/keyringKeeper.ts";
import { askPasskey, relyingParty } from "../keys/passkey.ts";
import { locationOf } from "../network/locationOf.ts";
import { ExplainedError, type Explanation } from "../words/explainedError.ts";
import { publishedKey } from "./keyCopy.ts";

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

/** Unlocks with one of the passkeys that the keyring names. Its answer goes to the key holder and nowhere else. */
export async function unlockWithPasskey(app: App): Promise<void> {
  const { keys } = app;
  const { account, registered, keyring } = await sealedKeyring(app);
  const passkeys = await keys.holder.passkeysOf(keyring, relyingParty());
  if (passkeys.length === 0) throw new ExplainedError(noPasskeyHere);
  const { secret } = await askPasskey(passkeys);
  await keys.holder.unlockWithPasskey(place(app, account), keyring, registered, secret);
  finish(app, account);
}

/** Unlocks with the recovery code, on this device or a new one. */
export async function unlockWithRecoveryCode(app: App, typed: string): Promise<void> {
  const { account, registered, keyring } = await sealedKeyring(app);
  await app.keys.holder.unlockWithRecoveryCode(place(app, account), keyring, registered, typed);
  finish(app, account);
}

/**
 * The kinds of ways to unlock that the account's newest keyring names; none while it has no keyring.
 *
 * @throws KeyringGoneError when it has one, and neither the public record nor a copy that is known here has it.
 */
export async function waysToUnlock(app: App): Promise<ReadonlySet<UnlockerKind>> {
  const { account } = app.wallet;
  const registered = account && (await keyOf(app.chain, account));
  if (!account || !registered || registered.version === 0) return new Set();
  const published = await keyWithKeyring(app, account, registered);
  return new Set(parseKeyring(bytesOfHex(published.keyring)).unlockers.map(({ kind }) => kind));
}

/** The key that the registry names for the account here, with its keyring. @throws KeyringGoneError as `waysToUnlock` does. */
export async function keyWithKeyring(app: App, account: Address, registered: RegisteredKey): Promise<PublishedKey> {
  const published = await publishedKey(app, account, registered);
  if (!published) throw new KeyringGoneError();
  return published;
}

async function sealedKeyring(app: App): Promise<Sealed> {
  const account = app.wallet.client.account.address;
  const registered = await keyOf(app.chain, account);
  if (registered.version === 0) throw new ExplainedError(noKeyring);
  const published = await keyWithKeyring(app, account, registered);
  return { account, registered, keyring: bytesOfHex(published.keyring) };
}

const place = ({ network }: App, account: Address) => ({ location: locationOf(network), account });

function finish({ keys, wallet }: App, account: Address): void {
  // Another account may have been chosen meanwhile: these keys are not theirs.
  if (wallet.account === account) keys.unlocked(account);
  else keys.lock();
}

const walletIsNoUnlocker: Explanation = {
  what: m.keys_flows_unlock_wallet_what(),
  safe: m.keys_flows_unlock_nothing_opened(),
  next: m.keys_flows_unlock_use_recovery_code(),
  remedy: null,
};

const noPasskeyHere: Explanation = {
  what: m.keys_flows_unlock_no_passkey_what(),
  safe: m.keys_flows_unlock_nothing_opened(),
  next: m.keys_flows_unlock_use_recovery_code(),
  remedy: null,
};

const noKeyring: Explanation = {
  what: m.keys_flows_unlock_no_keyring_what(),
  safe: m.keys_flows_unlock_no_keyring_safe(),
  next: m.keys_flows_unlock_no_keyring_next(),
  remedy: null,
};

/** The registry names a key whose keyring is nowhere to be read: its copy in the store has to be named. */
export class KeyringGoneError extends ExplainedError {
  override name = "KeyringGoneError";

  constructor() {
    super({
      what: m.keys_flows_unlock_keyring_gone_what(),
      safe: m.keys_flows_unlock_keyring_gone_safe(),
      next: m.keys_flows_unlock_keyring_gone_next(),
      remedy: null,
    });
  }
}
