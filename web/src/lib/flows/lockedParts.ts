import { m } from "#messages";
import { database } from "../storage/database.ts";
import { ExplainedError, type Explanation } from "../words/explainedError.ts";

/** One locked blob of an upload. Ciphertext, all of it public once it is stored. */
export type LockedPart = { upload: string; index: number; bytes: Uint8Array<ArrayBuffer> };

/** Keeps one locked blob on this device. Its memory is free afterwards. */
export async function keepPart(part: LockedPart): Promise<void> {
  const db = await database();
  await db.put("parts", part).catch((cause: unknown) => {
    throw isFull(cause) ? new ExplainedError(noRoom, { cause }) : cause;
  });
}

/** @throws an `ExplainedError` when the browser dropped it, as it may when the device is full. */
export async function keptPart(upload: string, index: number): Promise<Uint8Array<ArrayBuffer>> {
  const part = await (await database()).get("parts", [upload, index]);
  if (!part) throw new ExplainedError(gone);
  return part.bytes;
}

export async function dropParts(upload: string): Promise<void> {
  await (await database()).delete("parts", partsOf(upload));
}

/** Every part of one upload. */
export function partsOf(upload: string): IDBKeyRange {
  return IDBKeyRange.bound([upload, 0], [upload, Number.MAX_SAFE_INTEGER]);
}

function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === "QuotaExceededError";
}

const noRoom: Explanation = {
  what: m.keys_flows_locked_parts_no_room_what(),
  safe: m.keys_flows_locked_parts_no_room_safe(),
  next: m.keys_flows_locked_parts_no_room_next(),
  remedy: "retry",
};

const gone: Explanation = {
  what: m.keys_flows_locked_parts_gone_what(),
  safe: m.keys_flows_locked_parts_gone_safe(),
  next: m.keys_flows_locked_parts_gone_next(),
  remedy: null,
};
