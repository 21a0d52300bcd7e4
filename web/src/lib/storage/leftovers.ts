import type { IDBPObjectStore, StoreNames } from "idb";
import type { Hex } from "viem";
import { database, type Database } from "./database.ts";

/** What the store may still have of a report though nothing needs it, to be removed when somebody is signed in: SHA-256 of each blob. */
export type Leftovers = { owner: string; report: Hex; blobs: readonly Hex[] };

type Store = IDBPObjectStore<Database, StoreNames<Database>[], "leftovers", "readwrite">;

/** Adds to what is noted already, within a transaction. */
export async function addLeftovers(store: Store, { owner, report, blobs }: Leftovers): Promise<void> {
  if (blobs.length === 0) return;
  const known = await store.get([owner, report]);
  await store.put({ owner, report, blobs: [...new Set([...(known?.blobs ?? []), ...blobs])] });
}

/** Everything that `owner` (see `ownerKey`) has to have removed. */
export async function leftoversOf(owner: string): Promise<Leftovers[]> {
  return (await database()).getAll("leftovers", IDBKeyRange.bound([owner, ""], [owner, "\uffff"]));
}

/** Notes what is about to be stored, before it is known whether something will need it: see `whileMaking`. */
export async function noteLeftovers(left: Leftovers): Promise<void> {
  const { store, done } = (await database()).transaction("leftovers", "readwrite");
  await addLeftovers(store, left);
  await done;
}

/** These are gone, or are to stay. */
export async function forgetLeftovers({ owner, report, blobs }: Leftovers): Promise<void> {
  const gone = new Set(blobs);
  const { store, done } = (await database()).transaction("leftovers", "readwrite");
  const known = await store.get([owner, report]);
  const left = known?.blobs.filter((blob) => !gone.has(blob)) ?? [];
  await (left.length > 0 ? store.put({ owner, report, blobs: left }) : store.delete([owner, report]));
  await done;
}

/**
 * While this works, whatever is noted for `report` is left alone, by other tabs, too. Afterwards, and when the tab was closed meanwhile,
 * what is still noted is left over.
 */
export async function whileMaking<Result>(report: Hex, work: () => Promise<Result>): Promise<Result> {
  return navigator.locks.request(LOCK + report, work);
}

/** Hands what is noted for `report` to `remove`, unless it is being made, or needed by now. */
export async function ifLeftOver(
  { owner, report }: Pick<Leftovers, "owner" | "report">,
  remove: (left: Leftovers) => Promise<void>,
): Promise<void> {
  await navigator.locks.request(LOCK + report, { ifAvailable: true }, async (lock) => {
    const left = lock && (await (await database()).get("leftovers", [owner, report]));
    if (left) await remove(left);
  });
}

const LOCK = "chartkey-leftovers-";
