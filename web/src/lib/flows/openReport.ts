import type { ReportMetadata } from "@chartkey/protocol/report-metadata";
import { proxy, transfer } from "comlink";
import type { Address, Hex } from "viem";
import type { App } from "../app.ts";
import { downloadBlob } from "../blobs/downloadBlob.ts";
import { canRead } from "../chain/reads.ts";
import type { RemarkRow, ReportRow } from "../history/rows.ts";
import { locationOf } from "../network/locationOf.ts";
import { ExplainedError, type Explanation } from "../words/explainedError.ts";
import { kindOfRemark, type RemarkKind } from "../words/remarkKind.ts";
import { capsuleBundle } from "./capsuleBundle.ts";

/** Where content keys for the reader may be: the `capsules` of an event, and who sent it. */
export type CapsuleSource = { field: Hex; granter: Address };

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
  return (await readRemark(app, remark)).text;
}

/** The same, with what kind of remark it is. */
export async function readRemark(app: App, remark: RemarkRow): Promise<{ kind: RemarkKind; text: string }> {
  const { keys, network } = app;
  const location = locationOf(network);
  const { report, version, epoch, author, commitment, payload: digest } = remark;
  const [head] = await Promise.all([
    downloadBlob(network, digest),
    keys.holder.learnFrom(location, author, await capsuleBundle(app, remark.capsules)),
  ]);
  const { metadata } = await keys.holder.openHead(head, {
    context: { kind: "remark", location, report, version, epoch, author },
    commitment,
    digest,
  });
  return { kind: kindOfRemark(metadata.title), text: metadata.text ?? "" };
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
      next: "Only the patient can share it with you. If your time is over, ask them for access again.",
      remedy: null,
    });
  }
}
