import type { RegisterEntry } from "../register/register-entries.ts";
import { openDatabase } from "./open-database.ts";
import { sqlOver, transactions } from "./sql-over.ts";

/** Makes these entries the register in a file, all of them at once, in place of what it held before. */
export function replaceRegister(file: string, entries: readonly RegisterEntry[]): void {
  const database = openDatabase(file);
  const sql = sqlOver(database);
  try {
    transactions(database)(() => {
      sql("DELETE FROM register");
      for (const { key, value } of entries) sql("INSERT INTO register VALUES (?, ?)", key, value);
    });
  } finally {
    database.close();
  }
}
