import { digestOf } from "@chartkey/protocol/cid";
import { proxy } from "comlink";
import { isAddressEqual, type Address } from "viem";
import type { App } from "../app.ts";
import { accountSignatureCheck } from "../chain/accountSignature.ts";
import { recordsCall } from "../chain/call.ts";
import { holderOf } from "../chain/reads.ts";
import { fieldDay } from "../fieldDay.ts";
import type { ReportRow } from "../history/rows.ts";
import { locationOf } from "../network/locationOf.ts";
import { forgetLeftovers, noteLeftovers, whileMaking, type Leftovers } from "../storage/leftovers.ts";
import { ownerKey } from "../storage/owner.ts";
import { isRejection } from "../words/explain.ts";
import { titleOfRemark, type RemarkKind } from "../words/remarkKind.ts";
import { confirmedReaders } from "./confirmedReaders.ts";
import type { OnProgress } from "./progress.ts";
import { removeLeftovers } from "./removeLeftovers.ts";
import { signInFirst } from "./signInFirst.ts";
import { storeBlobs, waitingBlob, type WaitingBlob } from "./storeBlobs.ts";

/** Adds a remark to a report, locked for everyone who can read the report now. */
export async function addRemark(
  app: App,
  row: ReportRow,
  text: string,
  readers: readonly Address[],
  onProgress: OnProgress,
  kind: RemarkKind = "remark",
): Promise<void> {
  const { chain, keys, network, wallet } = app;
  onProgress({ step: "locking" });
  const author = wallet.client.account.address;
  const others = readers.filter((reader) => !isAddressEqual(reader, author));
  const holder = await holderOf(chain, row.chart);
  const recipients = await confirmedReaders(app, { chart: row.chart, holder }, others);

  const location = locationOf(network);
  const sealed = await keys.holder.sealRemark(
    {
      location,
      context: { kind: "remark", location, report: row.report, version: row.version, epoch: row.epoch, author },
      metadata: {
        type: "remark",
        title: titleOfRemark(kind),
        date: fieldDay(),
        language: "en",
        filename: null,
        mediaType: null,
        text,
      },
    },
    recipients,
    proxy(accountSignatureCheck(chain)),
  );

  const { commitment, payload, capsuleBundle } = sealed;
  const blobs = [waitingBlob(sealed.head), waitingBlob(capsuleBundle)];
  await signInFirst(app, onProgress);
  const capsules = await digestOf(capsuleBundle);
  const left = { owner: ownerKey(network, author), report: row.report, blobs: [payload, capsules] };
  try {
    await storeRemark(app, left, blobs, onProgress);
    const call = recordsCall(network, "addRemark", [row.report, row.epoch, commitment, payload, capsules]);
    await app.transactions.run(call, (step) => onProgress({ step }));
  } catch (error) {
    // Tried again, it is locked anew: nothing will ever name these. Unless the wallet said no, it may still send what does.
    if (isRejection(error)) await noteLeftovers(left).catch(() => {});
    removeLeftovers(app).catch(() => {});
    throw error;
  }
}

/** Stores a locked remark. Until all of it is stored it is noted as left over, for nothing asks for it where this fails. */
async function storeRemark(
  app: App,
  left: Leftovers,
  blobs: readonly WaitingBlob[],
  onProgress: OnProgress,
): Promise<void> {
  await whileMaking(left.report, async () => {
    // Without a place to note it, it is not removed should this fail: no reason to add no remark.
    const isNoted = await noteLeftovers(left).then(
      () => true,
      () => false,
    );
    let stored = 0;
    onProgress({ step: "storing", stored, total: blobs.length });
    await storeBlobs(app, left.report, blobs, [], async () =>
      onProgress({ step: "storing", stored: ++stored, total: blobs.length }),
    );
    if (isNoted) await forgetLeftovers(left);
  });
}
