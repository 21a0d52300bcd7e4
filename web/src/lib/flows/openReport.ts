import type { ReportMetadata } from "@chartkey/protocol/report-metadata";
import { proxy, transfer } from "comlink";
import type { Hex } from "viem";
import type { App } from "../app.ts";
import { downloadBlob } from "../blobs/downloadBlob.ts";
import { canRead } from "../chain/reads.ts";
import type { RemarkLock, RemarkRow, ReportRow } from "../history/rows.ts";
import { locationOf } from "../network/locationOf.ts";
import { ExplainedError, type Explanation } from "../words/explainedError.ts";
import { capsuleBundle } from "./capsuleBundle.ts";
import type { CapsuleSource } from "./capsuleSources.ts";

/** A report whose metadata is known and proven. `id` is the key holder's name for it. */
export type OpenedReport = { id: number; metadata: ReportMetadata };

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
  const learning = sources.map(async ({ field, granter }) =>
    keys.holder.learnFrom(location, granter, await capsuleBundle(app, field)),
  );
  const [head, learnt] = await Promise.all([downloadBlob(network, row.payload), Promise.allSettled(learning)]);
  const { report, version, epoch, author, commitment, payload: digest } = row;
  try {
    return await keys.holder.openHead(head, {
      context: { kind: "report", location, report, version, epoch, author },
      commitment,
      digest,
    });
  } catch (error) {
    // One source is enough. Where none had the key, one that could not be read is the better reason.
    const failed = learnt.find(({ status }) => status === "rejected");
    const isKeyMissing = error instanceof Error && error.name === "NoContentKeyError";
    throw isKeyMissing && failed?.status === "rejected" ? failed.reason : error;
  }
}

/** The whole document, fetched part by part and checked against its author's commitment. */
export function openDocument({ keys, network }: App, { id }: OpenedReport): Promise<Blob> {
  const fetchPart = async ({ digest }: { digest: Hex }) => {
    const part = await downloadBlob(network, digest);
    return transfer(part, [part.buffer]);
  };
  return keys.holder.openBody(id, proxy(fetchPart));
}

/** What a remark says. @throws an error of the protocol, also when none of the reader's keys opens it. */
export async function openRemark(app: App, remark: RemarkRow): Promise<string> {
  const { metadata } = await openRemarkHead(app, remark);
  return metadata.text ?? "";
}

/** A remark by the newest of its locks that opens: one that says something else than its author committed to is passed over. */
export async function openRemarkHead(app: App, remark: RemarkRow): Promise<OpenedReport & { lock: RemarkLock }> {
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
  what: "Your keys are locked.",
  safe: "Nothing is lost.",
  next: "Unlock to read this report.",
  remedy: "unlock",
};

/** The contract says that this account may not read this report. */
export class NotReaderError extends ExplainedError {
  override name = "NotReaderError";

  constructor() {
    super({
      what: "You cannot read this report.",
      safe: "The public record says so, and nothing of it was fetched.",
      next: "Only the patient can share it with you.",
      remedy: null,
    });
  }
}
