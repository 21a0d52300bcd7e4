import { digestOf } from "@chartkey/protocol/cid";
import type { ChartId } from "@chartkey/protocol/chart";
import { paddedBodyLength, partCount } from "@chartkey/protocol/payload-format";
import type { SealedPart } from "@chartkey/protocol/payload-seal";
import type { ReportType } from "@chartkey/protocol/report-metadata";
import { proxy } from "comlink";
import type { Address, Hex } from "viem";
import type { App } from "../app.ts";
import { accountSignatureCheck } from "../chain/accountSignature.ts";
import { recordsCall } from "../chain/call.ts";
import { consentEpochOf, holderOf, keyOf } from "../chain/reads.ts";
import { standingReaders } from "../chain/standingReaders.ts";
import type { CheckedFile } from "../documents/checkFile.ts";
import { readChartStandingConsents } from "../history/standingConsents.ts";
import { FEWEST_WAYS } from "../keys/keyringKeeper.ts";
import { locationOf } from "../network/locationOf.ts";
import { ExplainedError, type Explanation } from "../words/explainedError.ts";
import { explainRefusal } from "../words/refusals.ts";
import { Transfer } from "../blobs/transfer.svelte.ts";
import { keepUpload, type KeptUpload } from "./keptUpload.ts";
import { lockableAmong } from "./lockableAmong.ts";
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
 * Locks a document for its author, the patient and the doctors with whom all reports are shared, and keeps it, so that nothing after
 * this can lose it. The rest of the way is `finishUpload`. A few parts of it are in memory at a time, whatever its length.
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
  const holder = await holderOf(chain, chart);
  if (!holder) throw new ExplainedError(explainRefusal("ChartUnknown"));
  const author: Hex = hospital === null ? chart : account;
  const explicitOnly = type === "profile";
  // Before the readers: if they change after this, the contract refuses the report rather than leaving one of them out.
  const consentEpoch = await consentEpochOf(chain, chart);
  const readers = explicitOnly ? [] : await readersOfAll(app, chart);
  const patient = holder === account ? [] : [await recipientOf(app, holder, chart)];
  if (patient.some(({ ways }) => ways < FEWEST_WAYS)) throw new ExplainedError(oneWayOnly);
  const holderKeyVersion = patient[0]?.registered.version ?? (await keyOf(chain, holder)).version;
  const location = locationOf(network);
  const recipients = [...patient, ...(await lockableAmong(app, readers)).recipients];

  const metadata = { type, title, date, language: "en", filename, mediaType: kind.media, text: null };
  const total = partCount(paddedBodyLength(file.size));
  return keepUpload(app, async (keep) => {
    let locked = 0;
    const keepPart = async (part: SealedPart) => {
      await transfer.untilAllowed();
      await keep(part);
      onProgress({ step: "locking", locked: ++locked, total });
    };
    const sealing = keys.holder.sealReport(
      { location, chart, author, metadata, file },
      recipients,
      proxy(accountSignatureCheck(chain)),
      proxy(keepPart),
    );
    const { report, commitment, payload, head, capsuleBundle } = await keys.whileUnlocked(sealing);
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

/** [Note: two ways to unlock] Whoever loses the only one loses every report, so none is added before there is a second. */
const oneWayOnly: Explanation = {
  what: "This patient has only one way to unlock, so that losing it would lose every report.",
  safe: "Nothing was added.",
  next: "Ask them to add a second one under Keys and devices, then try again.",
  remedy: "retry",
};

async function readersOfAll({ chain, history }: App, chart: ChartId): Promise<Address[]> {
  const standing = await standingReaders(chain, await readChartStandingConsents(history, chart));
  return standing.map(({ grantee }) => grantee.account);
}
