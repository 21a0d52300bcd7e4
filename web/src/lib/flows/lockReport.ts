import { digestOf } from "@chartkey/protocol/cid";
import type { ChartId } from "@chartkey/protocol/chart";
import type { ReportType } from "@chartkey/protocol/report-metadata";
import { proxy } from "comlink";
import type { Hex } from "viem";
import type { App } from "../app.ts";
import { accountSignatureCheck } from "../chain/accountSignature.ts";
import { recordsCall } from "../chain/call.ts";
import { isReadable, UnreadableFileError, type CheckedFile } from "../documents/checkFile.ts";
import { locationOf } from "../network/locationOf.ts";
import { Transfer } from "../blobs/transfer.svelte.ts";
import { keepingParts } from "./keepingParts.ts";
import { keepUpload, type KeptUpload } from "./keptUpload.ts";
import { newReportRecipients } from "./newReportRecipients.ts";
import type { OnProgress } from "./progress.ts";

/** A document to be added. `hospital` is whose assignment a doctor acts under; null when patients add to their own chart. */
export type NewReport = {
  chart: ChartId;
  hospital: number | null;
  document: CheckedFile;
  type: ReportType;
  title: string;
  /** The document's own, as "2026-11-12". */
  date: string;
};

/**
 * Locks a document for its author, the patient and the doctors with whom all reports are shared, and keeps it, so that nothing after
 * this can lose it. The rest of the way is `resumeUpload`. A few parts of it are in memory at a time, whatever its length.
 *
 * @throws UnreadableFileError when its file is gone from the device, or was changed, since it was chosen.
 */
export async function lockReport(
  app: App,
  added: NewReport,
  onProgress: OnProgress,
  transfer: Transfer = new Transfer(),
): Promise<KeptUpload> {
  const { chain, keys, network, wallet } = app;
  const { chart, hospital, document, type, title, date } = added;
  const { file, filename, kind } = document;
  onProgress({ step: "locking" });

  const account = wallet.client.account.address;
  const author: Hex = hospital === null ? chart : account;
  const explicitOnly = type === "profile";
  const { recipients, holderKeyVersion, consentEpoch } = await newReportRecipients(app, chart, { explicitOnly });
  const location = locationOf(network);

  const metadata = { type, title, date, language: "en", filename, mediaType: kind.media, text: null };
  return keepUpload(app, async (keep) => {
    const sealing = keys.holder.sealReport(
      { location, chart, author, metadata, file },
      recipients,
      proxy(accountSignatureCheck(chain)),
      keepingParts(file, keep, onProgress, transfer),
    );
    const { report, commitment, payload, head, capsuleBundle } = await keys
      .whileUnlocked(sealing)
      .catch(async (error: unknown) => {
        throw (await isReadable(file)) ? error : new UnreadableFileError(filename);
      });
    const call = recordsCall(network, "addReport", [
      {
        chart,
        hospital: hospital ?? 0,
        commitment,
        payload,
        capsules: await digestOf(capsuleBundle),
        holderKeyVersion,
        consentEpoch,
        explicitOnly,
      },
    ]);
    return { chart, report, call, last: [head, capsuleBundle] };
  });
}
