import type { SealedThing } from "@chartkey/protocol/capsule-format";
import type { ChartId } from "@chartkey/protocol/chart";
import type { Purpose } from "@chartkey/protocol/purpose";
import { proxy } from "comlink";
import type { Address, Hex } from "viem";
import type { PatientAct } from "../acts/patientAct.ts";
import type { App } from "../app.ts";
import { accountSignatureCheck } from "../chain/accountSignature.ts";
import { consentCounterOf, consentEpochOf } from "../chain/reads.ts";
import { pairStateOf } from "../chain/signatures.ts";
import { readRemarks } from "../history/remarks.ts";
import type { ReportRow } from "../history/rows.ts";
import type { Recipient } from "../keys/keyHolder.ts";
import { locationOf } from "../network/locationOf.ts";
import { capsulesField } from "./capsuleBundle.ts";
import { openRemark } from "./openReport.ts";
import type { OnProgress } from "./progress.ts";
import { recipientOf } from "./recipientOf.ts";

/** What a patient chose to share and with whom. `expiry` in Unix seconds, the last one included. */
export type Terms = { grantee: Address; expiry: number; purpose: Purpose };

/** Locks the keys of some reports, and of the remarks on them, for a doctor. The key holder must have opened the reports. */
export async function prepareShare(
  app: App,
  terms: Terms,
  reports: readonly ReportRow[],
  onProgress: OnProgress,
): Promise<PatientAct> {
  onProgress({ step: "locking" });
  const recipient = await recipientOf(app, terms.grantee);
  const shares: { report: Hex; counter: number; capsules: Hex }[] = [];
  // One after the other: each waits for the store, which takes few at a time.
  for (const row of reports) {
    const bundle = await wrap(app, await thingsOf(app, row), recipient);
    const counter = await consentCounterOf(app.chain, row.report, terms.grantee);
    shares.push({ report: row.report, counter, capsules: await capsulesField(app, row.report, bundle, onProgress) });
  }
  return { kind: "share", ...terms, granteeKeyVersion: recipient.registered.version, shares };
}

/**
 * The same for all reports of a chart, also those added later. Those kept for explicit sharing are left out, and so are those that this
 * page could not open: it has no key of theirs to wrap.
 */
export async function prepareShareOfAll(
  app: App,
  chart: ChartId,
  terms: Terms,
  reports: readonly ReportRow[],
  onProgress: OnProgress,
): Promise<PatientAct> {
  onProgress({ step: "locking" });
  const { chain } = app;
  // Before the keys: whatever is added meanwhile changes nothing of this, but another standing reader would be refused.
  const [recipient, { counter }, consentEpoch] = await Promise.all([
    recipientOf(app, terms.grantee),
    pairStateOf(chain, chart, terms.grantee),
    consentEpochOf(chain, chart),
  ]);
  const covered = reports.filter(({ explicitOnly, status }) => !explicitOnly && status === "LIVE");
  const things = await Promise.all(covered.map((row) => thingsOf(app, row)));
  const bundle = await wrap(app, things.flat(), recipient);
  const capsules = await capsulesField(app, null, bundle, onProgress);
  const granteeKeyVersion = recipient.registered.version;
  return { kind: "share-all", chart, ...terms, granteeKeyVersion, counter, consentEpoch, capsules };
}

async function wrap({ keys, network, chain }: App, things: readonly SealedThing[], recipient: Recipient) {
  return keys.holder.wrapFor(locationOf(network), things, [recipient], proxy(accountSignatureCheck(chain)));
}

/** A report and those of the remarks on it whose keys this page has or learns now. */
async function thingsOf(app: App, { report, version, epoch }: ReportRow): Promise<SealedThing[]> {
  const remarks = await readRemarks(app.history, report);
  const opened = await Promise.allSettled(remarks.map((remark) => openRemark(app, remark)));
  return [
    { kind: "report", report, version, epoch },
    ...remarks.flatMap(({ version, commitment }, index): SealedThing[] => {
      const result = opened[index];
      if (result?.status !== "fulfilled") return [];
      return [{ kind: "remark", report, version, epoch: result.value.lock.epoch, commitment }];
    }),
  ];
}
