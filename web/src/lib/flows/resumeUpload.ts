import type { Bytes } from "@chartkey/protocol/bytes";
import { parseCapsuleBundle } from "@chartkey/protocol/capsule-bundle";
import { digestOf } from "@chartkey/protocol/cid";
import { recordsAbi } from "@chartkey/protocol/generated/records";
import { proxy } from "comlink";
import { decodeFunctionData, isAddressEqual, type Address, type DecodeFunctionDataReturnType } from "viem";
import { m } from "#messages";
import type { App } from "../app.ts";
import { Transfer } from "../blobs/transfer.svelte.ts";
import { accountSignatureCheck } from "../chain/accountSignature.ts";
import { recordsCall } from "../chain/call.ts";
import { consentEpochOf, holderOf, keyOf } from "../chain/reads.ts";
import { readReports } from "../history/reports.ts";
import type { Recipient } from "../keys/keyHolder.ts";
import { locationOf } from "../network/locationOf.ts";
import { ExplainedError, type Explanation } from "../words/explainedError.ts";
import { correctionRecipients } from "./correctionRecipients.ts";
import { finishUploads, keptCapsules, replaceCapsules, type KeptUpload } from "./keptUpload.ts";
import { newReportRecipients } from "./newReportRecipients.ts";
import { amongSeveral, type OnProgress } from "./progress.ts";

/**
 * Takes a kept report, or a kept correction, the rest of its way, on the same day or another.
 *
 * [Note: a kept report and a newer key] The contract refuses a report whose key was locked for an old key of the patient, or for other
 * doctors than those who read everything by now. It cannot see that the key is that of a wallet which the patient lost, whose version
 * may be the same, nor for whom else a correction is locked: both are compared here with today's, each time. The report itself stays
 * as it is locked and stored: only its content key, which its author has in a capsule of their own, is locked again for those of today,
 * and the transaction names that bundle instead.
 */
export function resumeUpload(
  app: App,
  upload: KeptUpload,
  onProgress: OnProgress,
  transfer: Transfer = new Transfer(),
): Promise<void> {
  return resumeUploads(app, [upload], onProgress, transfer);
}

/** The same for several together. See `finishUploads`. */
export async function resumeUploads(
  app: App,
  uploads: readonly KeptUpload[],
  onProgress: OnProgress,
  transfer: Transfer = new Transfer(),
  onAdded?: (upload: KeptUpload) => void,
): Promise<void> {
  for (const [index, upload] of uploads.entries()) {
    await lockForToday(app, upload, amongSeveral(onProgress, index + 1, uploads.length));
  }
  await finishUploads(app, uploads, onProgress, transfer, onAdded);
}

async function lockForToday(app: App, upload: KeptUpload, onProgress: OnProgress): Promise<void> {
  const { functionName, args } = decodeFunctionData({ abi: recordsAbi, data: upload.call.data });
  if (functionName === "addReport") await lockNewForToday(app, upload, args[0], onProgress);
  if (functionName === "correctReport") await lockCorrectionForToday(app, upload, args[0], onProgress);
}

type Argument<Name extends "addReport" | "correctReport"> = Extract<
  DecodeFunctionDataReturnType<typeof recordsAbi>,
  { functionName: Name }
>["args"][0];

async function lockNewForToday(
  app: App,
  upload: KeptUpload,
  added: Argument<"addReport">,
  onProgress: OnProgress,
): Promise<void> {
  const { chain, network } = app;
  const holder = await holderOf(chain, added.chart);
  // A chart that is gone is refused by the contract, in words of its own.
  if (!holder) return;
  const [{ version }, consentEpoch] = await Promise.all([keyOf(chain, holder), consentEpochOf(chain, added.chart)]);
  const isOfToday = added.holderKeyVersion === version && added.consentEpoch === consentEpoch;
  if (isOfToday && lockedKeys(await keptCapsules(upload)).has(keyName(holder, version))) return;

  requireKeys(app);
  onProgress({ step: "locking-again" });
  const { recipients, ...today } = await newReportRecipients(app, added.chart, added);
  const bundle = await wrapAgain(app, upload, { version: 1, epoch: 1 }, recipients);
  const call = recordsCall(network, "addReport", [{ ...added, ...today, capsules: await digestOf(bundle) }]);
  await replaceCapsules(upload, call, bundle);
}

async function lockCorrectionForToday(
  app: App,
  upload: KeptUpload,
  corrected: Argument<"correctReport">,
  onProgress: OnProgress,
): Promise<void> {
  const [row] = await readReports(app.history, [upload.report]);
  // A report that is gone is refused by the contract, in words of its own.
  if (!row || !(await holderOf(app.chain, row.chart))) return;
  const { recipients, ...today } = await correctionRecipients(app, row);
  const { holderKeyVersion, consentEpoch } = corrected;
  const isOfToday = holderKeyVersion === today.holderKeyVersion && consentEpoch === today.consentEpoch;
  if (isOfToday && isLockedFor(await keptCapsules(upload), app.wallet.client.account.address, recipients)) return;

  requireKeys(app);
  onProgress({ step: "locking-again" });
  const bundle = await wrapAgain(app, upload, corrected, recipients);
  const call = recordsCall(app.network, "correctReport", [
    { ...corrected, ...today, capsules: await digestOf(bundle) },
  ]);
  await replaceCapsules(upload, call, bundle);
}

/** Whether a bundle has a capsule for the newest key of each of the recipients, and for nobody else but its author. */
function isLockedFor(bundle: Bytes, author: Address, recipients: readonly Recipient[]): boolean {
  const locked = lockedKeys(bundle, author);
  const wanted = new Set(recipients.map(({ publication }) => keyName(publication.account, publication.version)));
  return locked.size === wanted.size && [...locked].every((key) => wanted.has(key));
}

/** The keys that a bundle has capsules for, besides those of one account. */
function lockedKeys(bundle: Bytes, besides?: Address): Set<string> {
  const capsules = parseCapsuleBundle(bundle).filter(
    ({ context }) => !besides || !isAddressEqual(context.recipient, besides),
  );
  return new Set(capsules.map(({ context }) => keyName(context.recipient, context.keyVersion)));
}

const keyName = (account: Address, version: number): string => `${account.toLowerCase()}:${version}`;

function requireKeys({ keys }: App): void {
  if (!keys.account) throw new ExplainedError(unlockFirst);
}

/** The content key, which the author has in the bundle that was kept, in a bundle for the author and the recipients. */
function wrapAgain(
  { chain, keys, network, wallet }: App,
  upload: KeptUpload,
  { version, epoch }: { version: number; epoch: number },
  recipients: readonly Recipient[],
): Promise<Bytes> {
  const location = locationOf(network);
  const lockAgain = async () => {
    await keys.holder.learnFrom(location, wallet.client.account.address, await keptCapsules(upload));
    const thing = { kind: "report", report: upload.report, version, epoch } as const;
    return keys.holder.wrapForReaders(location, [thing], recipients, proxy(accountSignatureCheck(chain)));
  };
  return keys.whileUnlocked(lockAgain());
}

const unlockFirst: Explanation = {
  what: m.keys_flows_resume_upload_unlock_what(),
  safe: m.keys_flows_resume_upload_unlock_safe(),
  next: m.keys_flows_resume_upload_unlock_next(),
  remedy: "unlock",
};
