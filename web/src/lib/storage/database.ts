import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { KeptTransaction } from "../chain/transactions.svelte.ts";
import type { KeptUpload } from "../flows/keptUpload.ts";
import type { PendingCall } from "./pendingCalls.ts";
import type { SeenReport } from "./seenReports.ts";

/**
 * What must survive a reload, in the browser's IndexedDB. Everything here is public or ciphertext: no title, name, key or
 * session token is ever kept.
 */
export interface Database extends DBSchema {
  transactions: { key: string; value: KeptTransaction; indexes: { owner: string } };
  uploads: { key: string; value: KeptUpload; indexes: { owner: string } };
  pendingCalls: { key: [owner: string, purpose: string]; value: PendingCall };
  seen: { key: [owner: string, report: string]; value: SeenReport; indexes: { owner: string } };
}

let opening: Promise<IDBPDatabase<Database>> | undefined;

/** The page's one database, opened at first use. */
export function database(): Promise<IDBPDatabase<Database>> {
  opening ??= openDB<Database>("chartkey", 4, {
    upgrade(db, from) {
      if (from < 1) {
        db.createObjectStore("transactions", { keyPath: "id" }).createIndex("owner", "owner");
        db.createObjectStore("uploads", { keyPath: "id" }).createIndex("owner", "owner");
      }
      if (from < 2) db.createObjectStore("seen", { keyPath: ["owner", "report"] }).createIndex("owner", "owner");
      if (from < 4) db.createObjectStore("pendingCalls", { keyPath: ["owner", "purpose"] });
    },
  });
  return opening;
}
