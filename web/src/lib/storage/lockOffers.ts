import type { ReportId } from "@chartkey/protocol/report-id";
import { database } from "./database.ts";

/**
 * New locks for all reports, offered when a way to unlock was removed: whoever has it and an old copy of the keyring opens what was
 * locked before. The offer stands until every lock is on, or until it is turned down. All of it is public.
 */
export type LockOffer = {
  owner: string;
  /** How often each report was locked when the way was about to be removed. One that was locked more often since is done. */
  epochs: Readonly<Record<ReportId, number>>;
  /**
   * Version of the key that the way opened. Until the next one is on the public record, reports are added for it, of which `epochs` says
   * nothing. An offer that was kept before this was noted has none, and stands for what `epochs` names.
   */
  keyVersion?: number;
};

export async function keepLockOffer(offer: LockOffer): Promise<void> {
  await (await database()).put("lockOffers", offer);
}

/** What is offered to `owner` (see `ownerKey`); null when nothing is. */
export async function lockOffer(owner: string): Promise<LockOffer | null> {
  return (await (await database()).get("lockOffers", owner)) ?? null;
}

export async function forgetLockOffer(owner: string): Promise<void> {
  await (await database()).delete("lockOffers", owner);
}
