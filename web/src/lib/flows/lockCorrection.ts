import { digestOf } from "@chartkey/protocol/cid";
import type { ReportMetadata } from "@chartkey/protocol/report-metadata";
import { proxy } from "comlink";
import type { App } from "../app.ts";
import { Transfer } from "../blobs/transfer.svelte.ts";
import { accountSignatureCheck } from "../chain/accountSignature.ts";
import { recordsCall } from "../chain/call.ts";
import type { CheckedFile } from "../documents/checkFile.ts";
import type { ReportRow } from "../history/rows.ts";
import { locationOf } from "../network/locationOf.ts";
import { correctionRecipients } from "./correctionRecipients.ts";
import { keepingParts } from "./keepingParts.ts";
import { keepUpload, type KeptUpload } from "./keptUpload.ts";
import type { OnProgress } from "./progress.ts";

/** What a report says from now on. `hospital` is whose assignment a doctor acts under; null when patients correct their own. */
export type CorrectedReport = {
  hospital: number | null;
  document: CheckedFile;
  type: ReportMetadata["type"];
  title: string;
  date: string;
};

/**
 * Locks the next version of a report for its author, the patient and everyone who can read it now, and keeps it, so that nothing after
 * this can lose it. The rest of the way is `resumeUpload`. Earlier versions stay as they are.
 */
export async function lockCorrection(
  app: App,
  row: ReportRow,
  { hospital, document, type, title, date }: CorrectedReport,
  onProgress: OnProgress,
  transfer: Transfer = new Transfer(),
): Promise<KeptUpload> {
  const { chain, keys, network } = app;
  onProgress({ step: "locking" });
  const { report, chart, epoch, author } = row;
  const version = row.version + 1;
  const { recipients, ...today } = await correctionRecipients(app, row);

  const location = locationOf(network);
  const { file, filename, kind } = document;
  const context = { kind: "report", location, report, version, epoch, author } as const;
  const metadata = { type, title, date, language: "en", filename, mediaType: kind.media, text: null };
  return keepUpload(app, async (keep) => {
    const sealing = keys.holder.sealCorrection(
      { location, context, metadata, file },
      recipients,
      proxy(accountSignatureCheck(chain)),
      keepingParts(file, keep, onProgress, transfer),
    );
    const { commitment, payload, head, capsuleBundle } = await keys.whileUnlocked(sealing);
    const capsules = await digestOf(capsuleBundle);
    const by = { hospital: hospital ?? 0, ...today };
    const call = recordsCall(network, "correctReport", [
      { report, version, epoch, commitment, payload, capsules, ...by },
    ]);
    return { chart, report, version, call, last: [head, capsuleBundle] };
  });
}
