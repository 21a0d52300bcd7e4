import { registryAbi } from "@chartkey/protocol/generated/registry";
import type { DoctorAttestation } from "@chartkey/protocol/typed-data";
import { decodeFunctionData, type Hex } from "viem";
import type { App } from "#lib/app.ts";
import { registryCall } from "#lib/chain/call.ts";
import { forgetPendingCall, keepPendingCall, pendingCall } from "#lib/storage/pendingCalls.ts";
import { ownerKey } from "#lib/storage/owner.ts";

/** What the verifier signed. */
export type SignedAttestation = { attestation: DoctorAttestation; signature: Hex };

/** Seconds after it was issued within which the contract takes it (`Attestations.SUBMISSION_WINDOW`). */
const SUBMISSION_WINDOW = 3600;

const PURPOSE = "submit-attestation";

/** The call that puts it on the public record. */
export const submission = (app: App, { attestation, signature }: SignedAttestation) =>
  registryCall(app.network, "submitAttestation", [attestation, signature]);

/** Keeps it until it is submitted or its time is over: the code that it was given for counts once. */
export async function keepAttestation(app: App, signed: SignedAttestation): Promise<void> {
  const call = submission(app, signed);
  await keepPendingCall({ owner: ownerKey(app.network, signed.attestation.subject), purpose: PURPOSE, call });
}

/**
 * What the account here got signed and did not submit; null when there is none. Forgets what is too old, or on the public record by
 * now. `now` in milliseconds since 1970.
 */
export async function keptAttestation(app: App, now: number): Promise<SignedAttestation | null> {
  const { who } = app.session;
  if (!who) return null;
  const call = await pendingCall(ownerKey(app.network, who.account), PURPOSE);
  if (!call) return null;
  const { functionName, args } = decodeFunctionData({ abi: registryAbi, data: call.data });
  if (functionName !== "submitAttestation") return null;
  const [attestation, signature] = args;
  const isTooOld = now / 1000 > Number(attestation.issuedAt) + SUBMISSION_WINDOW;
  const isThere = (who.attestation?.validUntil ?? 0) >= Number(attestation.validUntil);
  if (!isTooOld && !isThere) return { attestation, signature };
  await forgetAttestation(app);
  return null;
}

export async function forgetAttestation(app: App): Promise<void> {
  const account = app.session.who?.account;
  if (account) await forgetPendingCall(ownerKey(app.network, account), PURPOSE);
}
