import type { Call } from "../chain/call.ts";
import { database } from "./database.ts";

/** A transaction that completes something begun, kept so that a closed tab does not lose it. All of it would be public when sent. */
export type PendingCall = { owner: string; purpose: "replace-authoriser" | "submit-attestation"; call: Call };

/** What `owner` (see `ownerKey`) has still to send for this; null when nothing. */
export async function pendingCall(owner: string, purpose: PendingCall["purpose"]): Promise<Call | null> {
  return (await (await database()).get("pendingCalls", [owner, purpose]))?.call ?? null;
}

export async function keepPendingCall(pending: PendingCall): Promise<void> {
  await (await database()).put("pendingCalls", pending);
}

export async function forgetPendingCall(owner: string, purpose: PendingCall["purpose"]): Promise<void> {
  await (await database()).delete("pendingCalls", [owner, purpose]);
}
