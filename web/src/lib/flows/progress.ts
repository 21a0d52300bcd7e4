import type { TransactionStatus } from "../chain/transactions.svelte.ts";

/**
 * Where a flow is. The steps of a report are locking → signing-in → storing → those of its transaction; other
 * flows have some of them. One that was kept may begin with locking-again, for a newer key.
 */
export type FlowStep = "locking" | "locking-again" | "signing-in" | "storing" | TransactionStatus;

/** `locked` of `total` things are locked in this browser, or `stored` of `total` blobs are with the store. */
export type Progress = {
  step: FlowStep;
  locked?: number;
  stored?: number;
  total?: number;
  /** Of several reports on their way together: the one this is about, from 1, or null for all of them at once; and how many there are. */
  among?: { number: number | null; of: number };
};

export type OnProgress = (progress: Progress) => void;

/** Says with each step which of several reports it is about. One alone needs no number. */
export function amongSeveral(onProgress: OnProgress, number: number | null, of: number): OnProgress {
  return of === 1 ? onProgress : (progress) => onProgress({ ...progress, among: { number, of } });
}
