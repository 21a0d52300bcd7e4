import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from "idb";
import type { KeptTransaction } from "../chain/transactions.svelte.ts";
import type { KeptUpload } from "../flows/keptUpload.ts";
import type { LockedPart } from "../flows/lockedParts.ts";
import type { Erasure } from "./erasures.ts";
import type { StoredKeyCopy } from "./keyCopies.ts";
import type { KnownKey } from "./knownKeys.ts";
import type { Leftovers } from "./leftovers.ts";
import type { LockOffer } from "./lockOffers.ts";
import type { MadeLink } from "./madeLinks.ts";
import type { NewLock } from "./newLocks.ts";
import type { PendingCall } from "./pendingCalls.ts";
import type { SeenReport } from "./seenReports.ts";
import type { KeptSignedAct } from "./signedActs.ts";

/**
 * What must survive a reload, in the browser's IndexedDB. No key, session token, title or name is ever kept, and what a report says only
 * as ciphertext.
 */
export interface Database extends DBSchema {
  transactions: { key: string; value: KeptTransaction; indexes: { owner: string } };
  uploads: { key: string; value: KeptUpload; indexes: { owner: string } };
  parts: { key: [upload: string, index: number]; value: LockedPart };
  knownKeys: { key: [owner: string, subject: string]; value: KnownKey };
  newLocks: { key: [owner: string, report: string]; value: NewLock };
  pendingCalls: { key: [owner: string, purpose: string]; value: PendingCall };
  keyCopies: { key: string; value: StoredKeyCopy };
  erasures: { key: [owner: string, report: string]; value: Erasure };
  leftovers: { key: [owner: string, report: string]; value: Leftovers };
  lockOffers: { key: string; value: LockOffer };
  madeLinks: { key: string; value: MadeLink; indexes: { owner: string } };
  seen: { key: [owner: string, report: string]; value: SeenReport; indexes: { owner: string } };
  signedActs: { key: string; value: KeptSignedAct; indexes: { owner: string } };
}

let opening: Promise<IDBPDatabase<Database>> | undefined;

/** The page's one database, opened at first use. */
export function database(): Promise<IDBPDatabase<Database>> {
  opening ??= openDB<Database>("chartkey", 8, {
    async upgrade(db, from, _to, transaction) {
      if (from < 1) {
        db.createObjectStore("transactions", { keyPath: "id" }).createIndex("owner", "owner");
        db.createObjectStore("uploads", { keyPath: "id" }).createIndex("owner", "owner");
      }
      if (from < 2) db.createObjectStore("seen", { keyPath: ["owner", "report"] }).createIndex("owner", "owner");
      if (from < 3) {
        db.createObjectStore("parts", { keyPath: ["upload", "index"] });
        if (from > 0) await splitUploads(transaction);
      }
      if (from < 4) {
        db.createObjectStore("pendingCalls", { keyPath: ["owner", "purpose"] });
        db.createObjectStore("knownKeys", { keyPath: ["owner", "subject"] });
        db.createObjectStore("newLocks", { keyPath: ["owner", "report"] });
      }
      if (from < 5) db.createObjectStore("keyCopies", { keyPath: "owner" });
      if (from < 6) {
        db.createObjectStore("lockOffers", { keyPath: "owner" });
        db.createObjectStore("leftovers", { keyPath: ["owner", "report"] });
        db.createObjectStore("erasures", { keyPath: ["owner", "report"] });
      }
      if (from < 7) db.createObjectStore("madeLinks", { keyPath: "id" }).createIndex("owner", "owner");
      if (from < 8) db.createObjectStore("signedActs", { keyPath: "id" }).createIndex("owner", "owner");
    },
  });
  return opening;
}

/** Uploads used to hold their blobs themselves. What was locked then and not finished is not lost. */
async function splitUploads(transaction: IDBPTransaction<Database, StoreNames<Database>[], "versionchange">) {
  const parts = transaction.objectStore("parts");
  for (let cursor = await transaction.objectStore("uploads").openCursor(); cursor; cursor = await cursor.continue()) {
    const { blobs, ...upload } = cursor.value as KeptUpload & { blobs: readonly Uint8Array<ArrayBuffer>[] };
    for (const [index, bytes] of blobs.entries()) await parts.put({ upload: upload.id, index, bytes });
    await cursor.update({ ...upload, sizes: blobs.map(({ length }) => length) });
  }
}
