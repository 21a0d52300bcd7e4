import { parsePayload } from "@chartkey/protocol/payload-format";
import type { ReportId } from "@chartkey/protocol/report-id";
import { bytesToHex, size, type Hex } from "viem";
import type { App } from "../app.ts";
import { downloadBlob } from "../blobs/downloadBlob.ts";
import { recordsCall } from "../chain/call.ts";
import { recordsLogs } from "../chain/logs.ts";
import type { OnProgress } from "./progress.ts";
import { signInFirst } from "./signInFirst.ts";
import { unpinBlobs } from "./unpinBlobs.ts";

/** A field of this length refers to a stored bundle. */
const DIGEST_LENGTH = 32;

/**
 * Erases a report: nobody reads it any more, and what is stored of it is removed. Can be called again when it is erased already and the
 * storage did not answer.
 *
 * @param isErased It is erased already: only what is stored is left.
 */
export async function eraseReport(
  app: App,
  report: ReportId,
  isErased: boolean,
  onProgress: OnProgress,
): Promise<void> {
  onProgress({ step: "locking" });
  // Before anything is removed: the parts of a payload are named in its head alone.
  const blobs = await storedBlobs(app, report);
  await signInFirst(app, onProgress);
  if (!isErased) {
    await app.transactions.run(recordsCall(app.network, "eraseReport", [report]), (step) => onProgress({ step }));
  }
  await unpinBlobs(app, report, blobs);
}

/** SHA-256 of everything that was ever stored of a report: heads and parts of every version and lock, remarks, capsule bundles. */
async function storedBlobs({ chain, network }: App, report: ReportId): Promise<Hex[]> {
  const [added, corrected, rekeyed, remarks, granted] = await Promise.all([
    recordsLogs(chain, "ReportAdded", { report }),
    recordsLogs(chain, "ReportCorrected", { report }),
    recordsLogs(chain, "ReportRekeyed", { report }),
    recordsLogs(chain, "RemarkAdded", { report }),
    recordsLogs(chain, "ConsentGranted", { report }),
  ]);
  // The heads come last: should the store fail in between, they still name the parts that are left.
  const heads = [
    ...[...added, ...corrected, ...remarks].map(({ args }) => args.payload),
    ...rekeyed.flatMap(({ args }) => args.payloads),
  ];
  const parts = await Promise.all(
    heads.map(async (head) => {
      // What is gone already needs no removing.
      const bytes = await downloadBlob(network, head).catch(() => null);
      return bytes ? partsNamedBy(bytes) : [];
    }),
  );
  const bundles = [...added, ...corrected, ...rekeyed, ...remarks, ...granted]
    .map(({ args }) => args.capsules)
    .filter((field) => size(field) === DIGEST_LENGTH);
  return [...new Set([...parts.flat(), ...bundles, ...heads])];
}

/** None where an author published something else as a head: that must not keep a patient from erasing it. */
function partsNamedBy(head: Uint8Array): Hex[] {
  try {
    return parsePayload(head).partDigests.map((part) => bytesToHex(part));
  } catch {
    return [];
  }
}
