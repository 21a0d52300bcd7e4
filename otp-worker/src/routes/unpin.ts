import type { Hex } from "viem";
import * as z from "zod/mini";
import { partsOf } from "../network/gateway.ts";
import { pinsOf, removePins, type Pin } from "../network/pinata.ts";
import { referringEvents, reportStanding } from "../network/records.ts";
import { Refusal } from "../refusal.ts";
import { liveReferences } from "../unpin/live-references.ts";
import { uploaderTag } from "../tickets/uploader-tag.ts";
import { notYours, reachOf } from "../unpin/may-unpin.ts";
import type { WorkerContext } from "../worker-context.ts";
import { bytes32 } from "./bytes32.ts";
import { readBody } from "./read-body.ts";
import { requireSession } from "./session.ts";

const MOST_BLOBS = 16;

export const unpinRequest = z.object({
  report: bytes32,
  blobs: z.array(bytes32).check(z.minLength(1), z.maxLength(MOST_BLOBS)),
});

/**
 * POST /v1/unpin. Removes blobs, named by their SHA-256, that were uploaded under tickets for a report and that nothing live
 * refers to; all of them or, when one may not be removed, none. See [Note: taking back an upload]. What is not there (any more) is no error, so that an answer
 * lost on the way is not lost.
 */
export async function postUnpin(context: WorkerContext) {
  const { chain, pinata, uploaderKey } = context.var.configuration;
  const { account } = await requireSession(context);
  const { report, blobs } = await readBody(context, unpinRequest);

  const reach = reachOf(account, report, await reportStanding(chain, report));
  const found = await pinsOf(pinata, report, blobs);
  const pins = reach === "everybody" ? found : uploadedUnder(uploaderTag(uploaderKey, account, report), found);
  const live = liveReferences(await referringEvents(chain, report, account));
  if (blobs.some((blob) => live.digests.has(blob))) throw stillNeeded();
  // Of every report of the chart, not of this one alone: under which id a blob was uploaded, its uploader chose. Where nothing is
  // there to be removed, nothing is read, so that strangers cannot have a whole chart read.
  const heads = blobs.some((blob) => isPinned(pins, blob)) ? [...live.heads.values()].flat() : [];
  const parts = await partsOf(pinata, heads);
  if (blobs.some((blob) => parts.has(blob))) throw stillNeeded();
  await removePins(pinata, [...pins.values()].flat());
  return context.json({ removed: blobs.filter((blob) => isPinned(pins, blob)) });
}

function stillNeeded() {
  return new Refusal(
    409,
    "still_needed",
    "Something that is still on the record needs one of these files. Nothing was removed.",
  );
}

/** @throws {Refusal} `not_yours` when somebody else uploaded one of them: what is not there is nobody's. */
function uploadedUnder(tag: string, found: ReadonlyMap<Hex, readonly Pin[]>): ReadonlyMap<Hex, readonly Pin[]> {
  const own = new Map([...found].map(([blob, pins]) => [blob, pins.filter(({ uploader }) => uploader === tag)]));
  if ([...found].some(([blob, pins]) => pins.length > 0 && own.get(blob)?.length === 0)) throw notYours();
  return own;
}

function isPinned(pins: ReadonlyMap<Hex, readonly Pin[]>, blob: Hex) {
  return (pins.get(blob) ?? []).length > 0;
}
