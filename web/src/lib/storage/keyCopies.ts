import type { Hex } from "viem";
import { database } from "./database.ts";

/** The copy of the newest key that `owner` (see `ownerKey`) had stored from this device: its SHA-256. Public. */
export type StoredKeyCopy = { owner: string; digest: Hex };

/** What is known here of the account's copy; null when nothing is. */
export async function knownKeyCopy(owner: string): Promise<Hex | null> {
  return (await (await database()).get("keyCopies", owner))?.digest ?? null;
}

export async function rememberKeyCopy(copy: StoredKeyCopy): Promise<void> {
  await (await database()).put("keyCopies", copy);
}
