import {
  recoverChart,
  replaceRecoveryKey,
  type Recovery,
  type RecoveryKeyReplacement,
} from "@chartkey/protocol/chart-forms";
import type { Address, Hash, Hex } from "viem";
import type { Actor } from "./actor.ts";
import { now } from "./chain.ts";
import { location } from "./location.ts";
import { sign, type Signer } from "./signer.ts";

const HOUR = 3_600n;

/** What authoriser and new holder sign to recover `chart` within the hour, unless told otherwise. */
export async function recoveryFor(chart: Hex, newHolder: Actor, changes: Partial<Recovery> = {}): Promise<Recovery> {
  const { read } = newHolder.registry;
  const nonce = await read.nonces([await read.authoriserOf([chart])]);
  return { chart, newHolder: newHolder.address, nonce, deadline: (await now()) + HOUR, ...changes };
}

/** Has both sign, and the new holder send it. */
export async function startRecovery(chart: Hex, authoriser: Signer, newHolder: Actor): Promise<Hash> {
  const recovery = await recoveryFor(chart, newHolder);
  const signature = await sign(authoriser, recoverChart(location(newHolder.registry.address), recovery));
  return newHolder.registry.write.startRecovery([chart, newHolder.address, recovery.deadline, signature, "0x"]);
}

/** What the present authoriser signs to be replaced within the hour, unless told otherwise. */
export async function replacementBy(
  holder: Actor,
  newRecoveryKey: Address,
  changes: Partial<RecoveryKeyReplacement> = {},
): Promise<RecoveryKeyReplacement> {
  const chart = await holder.registry.read.chartOf([holder.address]);
  const [, epoch] = await holder.registry.read.whoControls([chart]);
  return { chart, newRecoveryKey, epoch, deadline: (await now()) + HOUR, ...changes };
}

/** Has the present authoriser sign, and the holder send it. */
export async function replaceAuthoriser(holder: Actor, present: Signer, next: Address): Promise<Hash> {
  const replacement = await replacementBy(holder, next);
  const signature = await sign(present, replaceRecoveryKey(location(holder.registry.address), replacement));
  return holder.registry.write.replaceAuthoriser([next, replacement.deadline, signature]);
}
