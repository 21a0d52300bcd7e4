import type { PartReference } from "@chartkey/protocol/payload-open";
import type { ReportMetadata } from "@chartkey/protocol/report-metadata";
import { proxy, transfer as withoutCopy } from "comlink";
import { m } from "#messages";
import type { App } from "../app.ts";
import { downloadBlob, fetchBlob } from "../blobs/downloadBlob.ts";
import { persistently } from "../blobs/persistently.ts";
import { Transfer } from "../blobs/transfer.svelte.ts";
import { canRead } from "../chain/reads.ts";
import type { RemarkLock, RemarkRow, ReportRow } from "../history/rows.ts";
import { locationOf } from "../network/locationOf.ts";
import { ExplainedError, type Explanation } from "../words/explainedError.ts";
import { capsuleBundle } from "./capsuleBundle.ts";
import type { CapsuleSource } from "./capsuleSources.ts";

/** A report whose metadata is known and proven. `id` is the key holder's name for it, `parts` how many there are to fetch. */
export type OpenedReport = { id: number; metadata: ReportMetadata; parts: number };

/**
 * Opens a report's head. The contract is asked first: who may not read is refused by name, whatever keys they hold.
 *
 * @throws NotReaderError, or an error of the protocol that says what does not match.
 */
export async function openReport(app: App, row: ReportRow, sources: readonly CapsuleSource[]): Promise<OpenedReport> {
  const { chain, keys, network, wallet } = app;
  if (!keys.account) throw new ExplainedError(locked);
  if (!(await canRead(chain, row.report, wallet.client.account.address))) throw new NotReaderError();

  const location = locationOf(network);
  const learning = sources.map(async ({ field, granter }, index) => {
    try {
      await keys.holder.learnFrom(location, granter, await capsuleBundle(app, field));
      return { index, failure: null };
    } catch (failure) {
      return { index, failure };
    }
  });
  const head = await downloadBlob(network, row.payload);
  const { report, version, epoch, author, commitment, payload: digest } = row;
  const context = { kind: "report", location, report, version, epoch, author } as const;

  // One source is enough, and a store is slow to say of a bundle of an earlier lock that it is gone: none is waited for needlessly.
  const waiting = new Map(learning.entries());
  let failed: unknown = null;
  for (;;) {
    try {
      return await keys.holder.openHead(head, { context, commitment, digest });
    } catch (error) {
      const isKeyMissing = error instanceof Error && error.name === "NoContentKeyError";
      // Where none had the key, one that could not be read is the better reason.
      if (!isKeyMissing || waiting.size === 0) throw isKeyMissing ? (failed ?? error) : error;
    }
    const { index, failure } = await Promise.race(waiting.values());
    waiting.delete(index);
    failed ??= failure;
  }
}

/**
 * The document in order, part by part, each checked against its author's commitment before it is given out. Dropped connections are
 * tried again; what arrived before is not fetched twice.
 *
 * @param take Waited for: no more than a few parts are in memory.
 */
export async function readDocument(
  { keys, network }: Pick<App, "keys" | "network">,
  { id }: OpenedReport,
  take: (chunk: Uint8Array<ArrayBuffer>) => Promise<void>,
  transfer: Transfer = new Transfer(),
): Promise<void> {
  const fetchPart = async ({ digest }: PartReference) => {
    const part = await persistently(transfer, () => fetchBlob(network, digest, transfer.signal));
    return withoutCopy(part, [part.buffer]);
  };
  await keys.whileUnlocked(keys.holder.openBody(id, proxy(fetchPart), proxy(take)));
}

/** The whole document at once, for what needs it so. */
export async function openDocument(app: Pick<App, "keys" | "network">, opened: OpenedReport): Promise<Blob> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  await readDocument(app, opened, async (chunk) => void chunks.push(chunk));
  return new Blob(chunks, { type: opened.metadata.mediaType ?? "" });
}

/**
 * Opens a remark by the newest of its locks that does: one that says something else than its author committed to is passed over.
 * What it says is in its metadata.
 *
 * @throws an error of the protocol, also when none of the reader's keys opens it.
 */
export async function openRemark(app: App, remark: RemarkRow): Promise<OpenedReport & { lock: RemarkLock }> {
  const { keys, network } = app;
  const location = locationOf(network);
  const { report, version, author, commitment, locks } = remark;
  let failure: unknown = null;
  for (const lock of locks) {
    const { epoch, payload: digest, capsules, actor } = lock;
    try {
      const [head] = await Promise.all([
        downloadBlob(network, digest),
        capsuleBundle(app, capsules).then((bundle) => keys.holder.learnFrom(location, actor, bundle)),
      ]);
      const context = { kind: "remark", location, report, version, epoch, author } as const;
      return { ...(await keys.holder.openHead(head, { context, commitment, digest })), lock };
    } catch (error) {
      failure ??= error;
    }
  }
  throw failure;
}

const locked: Explanation = {
  what: m.keys_flows_open_report_locked_what(),
  safe: m.keys_flows_open_report_locked_safe(),
  next: m.keys_flows_open_report_locked_next(),
  remedy: "unlock",
};

/** The contract says that this account may not read this report. */
export class NotReaderError extends ExplainedError {
  override name = "NotReaderError";

  constructor() {
    super({
      what: m.keys_flows_open_report_not_reader_what(),
      safe: m.keys_flows_open_report_not_reader_safe(),
      next: m.keys_flows_open_report_not_reader_next(),
      remedy: null,
    });
  }
}
