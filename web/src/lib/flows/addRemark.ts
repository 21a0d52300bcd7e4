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
import { titleOfRemark, type RemarkKind } from "../words/remarkKind.ts";
import { confirmedReaders } from "./confirmedReaders.ts";
import type { OnProgress } from "./progress.ts";
import { signInFirst } from "./signInFirst.ts";
import { storeBlobs, waitingBlob } from "./storeBlobs.ts";

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
  let stored = 0;
  onProgress({ step: "storing", stored, total: blobs.length });
  await storeBlobs(app, row.report, blobs, [], async () =>
    onProgress({ step: "storing", stored: ++stored, total: blobs.length }),
  );

  const capsules = await digestOf(capsuleBundle);
  const call = recordsCall(network, "addRemark", [row.report, row.epoch, commitment, payload, capsules]);
  await app.transactions.run(call, (step) => onProgress({ step }));
}
