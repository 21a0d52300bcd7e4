import type { ReportId } from "@chartkey/protocol/report-id";
import type { Hex } from "viem";
import type { Call } from "../chain/call.ts";
import { database } from "./database.ts";

/**
 * A new lock that was begun and is not finished. What is done of it is on the public record; this says only what is wanted, and what
 * can be used again. All of it is public or becomes so.
 */
export type NewLock = {
  owner: string;
  report: ReportId;
  /** The lock that it is to have. */
  epoch: number;
  /** The transaction that puts it on the public record; null until everything is locked and stored. */
  call: Call | null;
  /** What that transaction locks and for whose keys, so that it is not sent once these are others; null without one. */
  lockedFor: string | null;
  /** Blobs under the lock before, which nothing needs once this one is there: SHA-256 of each. */
  old: readonly Hex[];
  /** Blobs that this try of it stored, or began to store: SHA-256 of each. */
  made: readonly Hex[];
  /** Those of tries that were given up. No transaction names them once the lock is on. */
  abandoned: readonly Hex[];
};

export async function keepNewLock(lock: NewLock): Promise<void> {
  await (await database()).put("newLocks", lock);
}

export async function unfinishedLock(owner: string, report: ReportId): Promise<NewLock | null> {
  const kept = await (await database()).get("newLocks", [owner, report]);
  // One that was begun by an earlier release says nothing of what was stored.
  return kept ? { ...kept, made: kept.made ?? [], abandoned: kept.abandoned ?? [] } : null;
}

/** The reports on which `owner` (see `ownerKey`) has a new lock unfinished here. */
export async function reportsToLock(owner: string): Promise<readonly ReportId[]> {
  // An array is above every text.
  const keys = await (await database()).getAllKeys("newLocks", IDBKeyRange.bound([owner], [owner, []]));
  return keys.map(([, report]) => report as ReportId);
}

export async function forgetNewLock({ owner, report }: Pick<NewLock, "owner" | "report">): Promise<void> {
  await (await database()).delete("newLocks", [owner, report]);
}
