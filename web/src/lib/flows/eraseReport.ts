import { parsePayload } from "@chartkey/protocol/payload-format";
import type { ReportId } from "@chartkey/protocol/report-id";
import { bytesToHex, type Hex } from "viem";
import type { App } from "../app.ts";
import { downloadBlob, StoreAwayError } from "../blobs/downloadBlob.ts";
import { recordsCall } from "../chain/call.ts";
import { recordsLogs } from "../chain/logs.ts";
import { forgetErasure, keepErasure } from "../storage/erasures.ts";
import { forgetNewLock, unfinishedLock } from "../storage/newLocks.ts";
import { ownerKey } from "../storage/owner.ts";
import type { OnProgress } from "./progress.ts";
import { signInFirst } from "./signInFirst.ts";
import { storedBundles } from "./storedBundles.ts";
import { unpinBlobs } from "./unpinBlobs.ts";

/**
 * Erases a report: nobody reads it any more, and what is stored of it is removed. Can be called again when it is erased already and the
 * storage did not answer.
 *
 * [Note: gone or away] A gateway that does not answer leaves unknown whether a head is gone, and with it which parts it names. Such a
 * head stays stored, for it alone can name them later, and the erasure stays noted as unfinished until every head was read or is said to
 * be gone.
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
  const { blobs, isStoreAway } = await storedBlobs(app, report);
  const erasure = { owner: ownerKey(app.network, app.wallet.client.account.address), report };
  // What a new lock that never came was to be made of, which no event names.
  const lock = await unfinishedLock(erasure.owner, report);
  if (lock) blobs.push(...lock.made, ...lock.abandoned);
  await signInFirst(app, onProgress);
  await keepErasure(erasure);
  if (!isErased) {
    await app.transactions.run(recordsCall(app.network, "eraseReport", [report]), (step) => onProgress({ step }));
  }
  await unpinBlobs(app, report, blobs);
  if (lock) await forgetNewLock(lock);
  if (!isStoreAway) await forgetErasure(erasure);
}

/**
 * SHA-256 of everything that was ever stored of a report: heads and parts of every version and lock, remarks, capsule bundles. Without
 * the heads that no gateway answered for.
 */
async function storedBlobs({ chain, network }: App, report: ReportId): Promise<{ blobs: Hex[]; isStoreAway: boolean }> {
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
  const away = new Set<Hex>();
  const parts = await Promise.all(
    heads.map(async (head) => {
      try {
        return partsNamedBy(await downloadBlob(network, head));
      } catch (error) {
        // What is gone already needs no removing.
        if (error instanceof StoreAwayError) away.add(head);
        return [];
      }
    }),
  );
  const bundles = storedBundles([...added, ...corrected, ...rekeyed, ...remarks, ...granted]);
  const known = heads.filter((head) => !away.has(head));
  return { blobs: [...new Set([...parts.flat(), ...bundles, ...known])], isStoreAway: away.size > 0 };
}

/** None where an author published something else as a head: that must not keep a patient from erasing it. */
function partsNamedBy(head: Uint8Array): Hex[] {
  try {
    return parsePayload(head).partDigests.map((part) => bytesToHex(part));
  } catch {
    return [];
  }
}
