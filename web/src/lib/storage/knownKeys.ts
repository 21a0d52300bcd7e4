import type { Address } from "viem";
import { database } from "./database.ts";

/**
 * The key that was last locked for, by `owner` on this device. `subject` is whose it is: a doctor's account, or a patient's chart, which
 * may go to another wallet. All of it is public.
 */
export type KnownKey = { owner: string; subject: string; account: Address; version: number; fingerprint: string };

export async function knownKey(owner: string, subject: string): Promise<KnownKey | null> {
  return (await (await database()).get("knownKeys", [owner, subject])) ?? null;
}

export async function rememberKey(key: KnownKey): Promise<void> {
  await (await database()).put("knownKeys", key);
}
