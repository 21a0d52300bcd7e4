import { digestOf } from "@chartkey/protocol/cid";
import type { ReportMetadata } from "@chartkey/protocol/report-metadata";
import { proxy } from "comlink";
import { isAddressEqual, type Address } from "viem";
import type { App } from "../app.ts";
import { accountSignatureCheck } from "../chain/accountSignature.ts";
import { recordsCall } from "../chain/call.ts";
import { readReaders } from "../chain/readers.ts";
import { consentEpochOf, holderOf, keyOf } from "../chain/reads.ts";
import type { CheckedFile } from "../documents/checkFile.ts";
import { readChartConsents } from "../history/consents.ts";
import type { ReportRow } from "../history/rows.ts";
import { readChartStandingConsents } from "../history/standingConsents.ts";
import { locationOf } from "../network/locationOf.ts";
import { ExplainedError } from "../words/explainedError.ts";
import { explainRefusal } from "../words/refusals.ts";
import type { OnProgress } from "./progress.ts";
import { recipientOf } from "./recipientOf.ts";
import { signInFirst } from "./signInFirst.ts";
import { storeBlobs, waitingBlob } from "./storeBlobs.ts";

/** What a report says from now on. `hospital` is whose assignment a doctor acts under; null when patients correct their own. */
export type CorrectedReport = {
  hospital: number | null;
  document: CheckedFile;
  type: ReportMetadata["type"];
  title: string;
  date: string;
};

/**
 * Corrects a report: its next version, locked for the author, the patient and everyone who can read it now. Earlier versions stay as
 * they are.
 */
export async function correctReport(
  app: App,
  row: ReportRow,
  { hospital, document, type, title, date }: CorrectedReport,
  onProgress: OnProgress,
): Promise<void> {
  const { chain, history, keys, network, wallet } = app;
  onProgress({ step: "locking" });
  const { report, chart, epoch, author } = row;
  const version = row.version + 1;
  const account = wallet.client.account.address;
  const holder = await holderOf(chain, chart);
  if (!holder) throw new ExplainedError(explainRefusal("ChartUnknown"));
  // Before the readers: if they change after this, the contract refuses the version rather than leaving one of them out.
  const consentEpoch = await consentEpochOf(chain, chart);
  const [consents, standing] = await Promise.all([
    readChartConsents(history, chart),
    readChartStandingConsents(history, chart),
  ]);
  const readers = (await readReaders(chain, [row], { consents, standing }, Date.now())).get(report) ?? [];
  const everyone = [holder, ...readers.map(({ doctor }) => doctor.account)];
  const others = [...new Set(everyone)].filter((each) => !isAddressEqual(each, account));
  const recipients = await Promise.all(others.map((each: Address) => recipientOf(app, each)));
  const holderKeyVersion = (await keyOf(chain, holder)).version;

  const location = locationOf(network);
  const { file, filename, kind } = document;
  const sealed = await keys.holder.sealCorrection(
    {
      location,
      context: { kind: "report", location, report, version, epoch, author },
      metadata: { type, title, date, language: "en", filename, mediaType: kind.media, text: null },
      file,
    },
    recipients,
    proxy(accountSignatureCheck(chain)),
  );

  await signInFirst(app, onProgress);
  let stored = 0;
  const blobs = [...sealed.blobs, sealed.capsuleBundle].map(waitingBlob);
  onProgress({ step: "storing", stored, total: blobs.length });
  await storeBlobs(app, report, blobs, [], async () =>
    onProgress({ step: "storing", stored: ++stored, total: blobs.length }),
  );

  const { commitment, payload } = sealed;
  const capsules = await digestOf(sealed.capsuleBundle);
  const call = recordsCall(network, "correctReport", [
    {
      report,
      version,
      epoch,
      hospital: hospital ?? 0,
      commitment,
      payload,
      capsules,
      holderKeyVersion,
      consentEpoch,
    },
  ]);
  await app.transactions.run(call, (step) => onProgress({ step }));
}
