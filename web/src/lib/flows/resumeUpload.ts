import { digestOf } from "@chartkey/protocol/cid";
import { recordsAbi } from "@chartkey/protocol/generated/records";
import { proxy } from "comlink";
import { decodeFunctionData } from "viem";
import type { App } from "../app.ts";
import { Transfer } from "../blobs/transfer.svelte.ts";
import { accountSignatureCheck } from "../chain/accountSignature.ts";
import { recordsCall } from "../chain/call.ts";
import { consentEpochOf, holderOf, keyOf } from "../chain/reads.ts";
import { locationOf } from "../network/locationOf.ts";
import { ExplainedError, type Explanation } from "../words/explainedError.ts";
import { finishUpload, keptCapsules, replaceCapsules, type KeptUpload } from "./keptUpload.ts";
import { newReportRecipients } from "./newReportRecipients.ts";
import type { OnProgress } from "./progress.ts";

/**
 * Takes a kept report the rest of its way, on the same day or another.
 *
 * [Note: a kept report and a newer key] The contract refuses a report whose key was locked for an old key of the patient, or for other
 * doctors than those who read everything by now. The report itself stays as it is locked and stored: only its content key, which its
 * author has in a capsule of their own, is locked again for those of today, and the transaction names that bundle instead.
 */
export async function resumeUpload(
  app: App,
  upload: KeptUpload,
  onProgress: OnProgress,
  transfer: Transfer = new Transfer(),
): Promise<void> {
  await lockForToday(app, upload, onProgress);
  await finishUpload(app, upload, onProgress, transfer);
}

async function lockForToday(app: App, upload: KeptUpload, onProgress: OnProgress): Promise<void> {
  const { chain, keys, network, wallet } = app;
  const { functionName, args } = decodeFunctionData({ abi: recordsAbi, data: upload.call.data });
  if (functionName !== "addReport") return;
  const [added] = args;
  const holder = await holderOf(chain, added.chart);
  // A chart that is gone is refused by the contract, in words of its own.
  if (!holder) return;
  const [{ version }, consentEpoch] = await Promise.all([keyOf(chain, holder), consentEpochOf(chain, added.chart)]);
  if (added.holderKeyVersion === version && added.consentEpoch === consentEpoch) return;

  if (!keys.account) throw new ExplainedError(unlockFirst);
  onProgress({ step: "locking-again" });
  const location = locationOf(network);
  const { recipients, ...today } = await newReportRecipients(app, added.chart, added);
  const lockAgain = async () => {
    await keys.holder.learnFrom(location, wallet.client.account.address, await keptCapsules(upload));
    const thing = { kind: "report", report: upload.report, version: 1, epoch: 1 } as const;
    return keys.holder.wrapForReaders(location, [thing], recipients, proxy(accountSignatureCheck(chain)));
  };
  const bundle = await keys.whileUnlocked(lockAgain());
  const call = recordsCall(network, "addReport", [{ ...added, ...today, capsules: await digestOf(bundle) }]);
  await replaceCapsules(upload, call, bundle);
}

const unlockFirst: Explanation = {
  what: "The patient’s key, or who reads all their reports, changed since this report was locked.",
  safe: "Nothing is lost: the report is kept, and is not locked or sent again.",
  next: "Unlock, then continue: its key is locked for the new one.",
  remedy: "unlock",
};
