import { digestOf } from "@chartkey/protocol/cid";
import type { ReportMetadata } from "@chartkey/protocol/report-metadata";
import { proxy } from "comlink";
import { isAddressEqual, type Address } from "viem";
import type { App } from "../app.ts";
import { Transfer } from "../blobs/transfer.svelte.ts";
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
import { keepingParts } from "./keepingParts.ts";
import { keepUpload, type KeptUpload } from "./keptUpload.ts";
import type { OnProgress } from "./progress.ts";
import { recipientOf } from "./recipientOf.ts";

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
 * this can lose it. The rest of the way is `finishUpload`. Earlier versions stay as they are.
 */
export async function lockCorrection(
  app: App,
  row: ReportRow,
  { hospital, document, type, title, date }: CorrectedReport,
  onProgress: OnProgress,
  transfer: Transfer = new Transfer(),
): Promise<KeptUpload> {
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
    const by = { hospital: hospital ?? 0, holderKeyVersion, consentEpoch };
    const call = recordsCall(network, "correctReport", [
      { report, version, epoch, commitment, payload, capsules, ...by },
    ]);
    return { chart, report, version, call, last: [head, capsuleBundle] };
  });
}
