import type { App } from "../app.ts";
import type { ReportRow } from "../history/rows.ts";
import { locationOf } from "../network/locationOf.ts";
import { capsuleBundle } from "./capsuleBundle.ts";

/** What can be wrong with what an author locked, once it is here. */
const PROOFS: ReadonlySet<string> = new Set([
  "CapsuleAlteredError",
  "CommitmentMismatchError",
  "InvalidReportMetadataError",
  "MalformedCapsuleError",
  "MalformedPayloadError",
  "NoContentKeyError",
  "PayloadHeadAlteredError",
  "WrongCapsuleError",
  "WrongContentKeyError",
  "WrongPayloadError",
]);

/**
 * Whether a report that did not open is locked so that this patient cannot open it, and may do away with it for good. What could not
 * be fetched proves nothing, for the key may be in it; nor does a report that was locked for a newer key than was unlocked here. A
 * capsule that has no key for it is proof enough, whether the document is to be had or not.
 *
 * @param error Why it did not open.
 */
export async function isProvenClosed(app: App, row: ReportRow, error: unknown): Promise<boolean> {
  const { keys, network, published } = app;
  const { report, version, epoch, capsules, actor } = row;
  if (!published.isComplete || !(await keys.holder.hasKeyVersion(row.holderKeyVersion))) return false;
  if (isProof(error)) return true;
  try {
    await keys.holder.learnFrom(locationOf(network), actor, await capsuleBundle(app, capsules));
  } catch (failure) {
    return isProof(failure);
  }
  return !(await keys.holder.hasContentKey({ kind: "report", report, version, epoch }));
}

function isProof(error: unknown): boolean {
  return error instanceof Error && PROOFS.has(error.name);
}
