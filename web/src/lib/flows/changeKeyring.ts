import { bytesOfHex } from "@chartkey/protocol/bytes";
import { parseKeyring } from "@chartkey/protocol/keyring";
import { parsePasskeyUnlocker, type PasskeyUnlocker } from "@chartkey/protocol/unlocker-passkey";
import type { Hex } from "viem";
import type { App } from "../app.ts";
import { keyOf } from "../chain/reads.ts";
import type { KeyringChange, WayToUnlock } from "../keys/keyringKeeper.ts";
import { askPasskey } from "../keys/passkey.ts";
import { publishedKey } from "./keyCopy.ts";

/** A way to unlock of the present keyring, with what is needed to ask a passkey again. */
export type PresentWay = WayToUnlock & { passkey: PasskeyUnlocker | null };

/** The ways to unlock of the present keyring, which must be unlocked. */
export async function presentWays(app: App): Promise<PresentWay[]> {
  const { address } = app.wallet.client.account;
  const [ways, registered] = await Promise.all([app.keys.holder.waysToUnlock(), keyOf(app.chain, address)]);
  const published = await publishedKey(app, address, registered);
  const clear = published ? parseKeyring(bytesOfHex(published.keyring)).unlockers : [];
  return ways.map((way) => ({ ...way, passkey: passkeyOf(clear.find(({ id }) => id === way.id)) }));
}

/** Begins the account's next key, around the ways to unlock that are there (`more`) or with all of them presented again. */
export function beginNextKey({ keys }: App, change: Extract<KeyringChange, "more" | "renewed">): Promise<void> {
  return keys.holder.beginNext(change, location.origin);
}

/** Keeps a passkey of the present keyring: it is asked for its answer to a new salt. */
export async function keepPasskey({ keys }: App, { credentialId }: PasskeyUnlocker): Promise<void> {
  const salt = await keys.holder.draftedPasskeySalt();
  const { secret, ...passkey } = await askPasskey([{ credentialId, salt }]);
  await keys.holder.addPasskey(passkey, secret, "Passkey");
}

function passkeyOf(unlocker: { kind: string; id: Hex; parameters: Uint8Array } | undefined): PasskeyUnlocker | null {
  return unlocker?.kind === "passkey" ? parsePasskeyUnlocker(unlocker.parameters) : null;
}
