import type { ChartId } from "@chartkey/protocol/chart";
import type { ReportId } from "@chartkey/protocol/report-id";
import type { App } from "../app.ts";
import type { Call } from "../chain/call.ts";
import { isReportAdded } from "../chain/reads.ts";
import { isUnderWay } from "../chain/transactions.svelte.ts";
import { database } from "../storage/database.ts";
import { ownerKey } from "../storage/owner.ts";
import type { OnProgress } from "./progress.ts";
import { signInFirst } from "./signInFirst.ts";
import { storeBlobs } from "./storeBlobs.ts";

/**
 * A report between locking and the public record, kept so that a reload or a rejected wallet prompt loses nothing: its
 * locked blobs and the transaction that will add it. All of it would be public a minute later.
 */
export type KeptUpload = {
  id: string;
  owner: string;
  chart: ChartId;
  report: ReportId;
  call: Call;
  blobs: readonly Uint8Array<ArrayBuffer>[];
  /** Indexes of the blobs that the store has. */
  stored: readonly number[];
  /** Milliseconds since 1970. */
  startedAt: number;
};

/** Keeps a locked report until it is on the public record. */
export async function keepUpload(app: App, upload: Pick<KeptUpload, "chart" | "report" | "call" | "blobs">) {
  const kept: KeptUpload = {
    ...upload,
    id: crypto.randomUUID(),
    owner: ownerKey(app.network, app.wallet.client.account.address),
    stored: [],
    startedAt: Date.now(),
  };
  await (await database()).put("uploads", kept);
  return kept;
}

/** What this account locked and did not finish. What is on the public record by now is forgotten on the way. */
export async function unfinishedUploads(app: App): Promise<KeptUpload[]> {
  const { account } = app.wallet;
  if (!account) return [];
  const db = await database();
  const kept = await db.getAllFromIndex("uploads", "owner", ownerKey(app.network, account));
  const added = await Promise.all(kept.map(({ report }) => isReportAdded(app.chain, report)));
  await Promise.all(kept.filter((_, index) => added[index]).map(({ id }) => discardUpload(id)));
  return kept.filter(
    ({ call }, index) =>
      !added[index] && !app.transactions.list.some((sent) => sent.call.data === call.data && isUnderWay(sent)),
  );
}

/** Takes a kept report the rest of its way. Can be called again after any failure: what was stored is not sent twice. */
export async function finishUpload(app: App, upload: KeptUpload, onProgress: OnProgress): Promise<void> {
  const db = await database();
  const total = upload.blobs.length;
  const stored = new Set(upload.stored);
  if (stored.size < total) {
    await signInFirst(app, onProgress);
    onProgress({ step: "storing", stored: stored.size, total });
    await storeBlobs(app, upload.report, upload.blobs, upload.stored, async (index) => {
      stored.add(index);
      onProgress({ step: "storing", stored: stored.size, total });
      upload.stored = [...stored];
      await db.put("uploads", { ...upload });
    });
  }
  await app.transactions.run(upload.call, (step) => onProgress({ step }));
  await discardUpload(upload.id);
}

export async function discardUpload(id: string): Promise<void> {
  await (await database()).delete("uploads", id);
}
