import type { TransactionStatus } from "../chain/transactions.svelte.ts";

/**
 * Where a flow is. The steps of a report are locking → signing-in → storing → those of its transaction; other
 * flows have some of them.
 */
export type FlowStep = "locking" | "signing-in" | "storing" | TransactionStatus;

/** While storing, `stored` of `total` blobs are with the store; while locking, so many of them are done. */
export type Progress = { step: FlowStep; stored?: number; total?: number };

export type OnProgress = (progress: Progress) => void;
