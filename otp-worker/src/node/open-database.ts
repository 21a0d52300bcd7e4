import { DatabaseSync } from "node:sqlite";
import { ConfigurationError } from "../configuration/read-configuration.ts";

/**
 * Opens the file that holds everything when the worker runs on Node, and makes it the first time, for the eyes of its owner
 * only. Beside it stands SQLite's write-ahead log.
 *
 * @throws {ConfigurationError} when the file cannot be used
 */
export function openDatabase(file: string): DatabaseSync {
  process.umask(0o077);
  try {
    const database = new DatabaseSync(file, { timeout: 5_000 });
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;");
    database.exec("CREATE TABLE IF NOT EXISTS register (key TEXT PRIMARY KEY, value TEXT NOT NULL)");
    return database;
  } catch (error) {
    const reason = error instanceof Error ? error.message : "unknown";
    throw new ConfigurationError([`STORE_FILE cannot be opened as a store (${reason})`]);
  }
}
