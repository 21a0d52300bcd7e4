import type { ReportId } from "@chartkey/protocol/report-id";
import type { Hex } from "viem";
import { database } from "./database.ts";

/**
 * That a link was made on this device: what it leads to (null: a summary of the chart), until when, and when it was ended here; in
 * Unix seconds. Neither its address nor its key nor its passcode: `id` opens nothing.
 *
 * `blobs` is where its locked file lies, until it is removed, and `upload` what it was uploaded for: see `makeLink`.
 */
export type MadeLink = {
  owner: string;
  id: string;
  report: ReportId | null;
  madeAt: number;
  expiresAt: number;
  endedAt: number | null;
  upload: Hex;
  blobs: readonly Hex[];
  /** No try was left when the worker was asked last. */
  isUsedUp?: boolean;
};

/** Seconds for which one that is over is still known. */
export const REMEMBERED = 7 * 24 * 60 * 60;

/**
 * The links that `owner` (see `ownerKey`) made on this device. Those that have long been over are forgotten, unless something of
 * them is still stored.
 */
export async function madeLinks(owner: string, now: number): Promise<readonly MadeLink[]> {
  const db = await database();
  const made = await db.getAllFromIndex("madeLinks", "owner", owner);
  const isOld = ({ expiresAt, blobs }: MadeLink) => expiresAt + REMEMBERED < now && blobs.length === 0;
  await Promise.all(made.filter(isOld).map(({ id }) => db.delete("madeLinks", id)));
  return made.filter((link) => !isOld(link));
}

/** Remembers a link, whose blobs are not left over any more: both or neither. */
export async function rememberMadeLink(link: MadeLink): Promise<void> {
  const transaction = (await database()).transaction(["madeLinks", "leftovers"], "readwrite");
  await Promise.all([
    transaction.objectStore("madeLinks").put(link),
    transaction.objectStore("leftovers").delete([link.owner, link.upload]),
    transaction.done,
  ]);
}

/** Remembers what became of a link. Nothing happens to one that another device made. */
export async function changeMadeLink(
  id: string,
  changes: Partial<Pick<MadeLink, "endedAt" | "blobs" | "isUsedUp">>,
): Promise<void> {
  const db = await database();
  const link = await db.get("madeLinks", id);
  if (link) await db.put("madeLinks", { ...link, ...changes });
}
