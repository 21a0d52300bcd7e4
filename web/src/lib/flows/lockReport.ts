import { digestOf } from "@chartkey/protocol/cid";
import type { ChartId } from "@chartkey/protocol/chart";
import type { ReportType } from "@chartkey/protocol/report-metadata";
import { proxy } from "comlink";
import type { Hex } from "viem";
import type { App } from "../app.ts";
import { accountSignatureCheck } from "../chain/accountSignature.ts";
import { recordsCall } from "../chain/call.ts";
import { consentEpochOf, holderOf, keyOf } from "../chain/reads.ts";
import type { CheckedFile } from "../documents/checkFile.ts";
import { locationOf } from "../network/locationOf.ts";
import { ExplainedError } from "../words/explainedError.ts";
import { explainRefusal } from "../words/refusals.ts";
import { keepUpload, type KeptUpload } from "./keptUpload.ts";
import type { OnProgress } from "./progress.ts";
import { recipientOf } from "./recipientOf.ts";

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
 * Locks a document for its author and the patient and keeps it, so that nothing after this can lose it. The rest of the way is
 * `finishUpload`.
 */
export async function lockReport(app: App, added: NewReport, onProgress: OnProgress): Promise<KeptUpload> {
  const { chain, keys, network, wallet } = app;
  const { chart, hospital, document, type, title, date } = added;
  const { file, filename, kind } = document;
  onProgress({ step: "locking" });

  const account = wallet.client.account.address;
  const holder = await holderOf(chain, chart);
  if (!holder) throw new ExplainedError(explainRefusal("ChartUnknown"));
  const isOwn = holder === account;
  const author: Hex = hospital === null ? chart : account;
  const recipients = isOwn ? [] : [await recipientOf(app, holder)];
  const holderKeyVersion = recipients[0]?.registered.version ?? (await keyOf(chain, holder)).version;
  const consentEpoch = await consentEpochOf(chain, chart);

  const metadata = { type, title, date, language: "en", filename, mediaType: kind.media, text: null };
  const location = locationOf(network);
  const sealed = await keys.holder.sealReport(
    { location, chart, author, metadata, file },
    recipients,
    proxy(accountSignatureCheck(chain)),
  );

  const { report, commitment, payload, capsuleBundle } = sealed;
  const call = recordsCall(network, "addReport", [
    {
      chart,
      hospital: hospital ?? 0,
      commitment,
      payload,
      capsules: await digestOf(capsuleBundle),
      holderKeyVersion,
      consentEpoch,
      explicitOnly: type === "profile",
    },
  ]);
  return keepUpload(app, { chart, report, call, blobs: [...sealed.blobs, capsuleBundle] });
}
