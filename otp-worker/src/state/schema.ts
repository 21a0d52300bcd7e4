import type { Sql } from "./sql.ts";

/** Every table has an `expires_at` in Unix seconds, at most 24 hours ahead: nothing here is kept. */
const TABLES = {
  /** Challenges and nonces that were used, so that they are used once. */
  spent: "kind TEXT NOT NULL, id TEXT NOT NULL, expires_at INTEGER NOT NULL, PRIMARY KEY (kind, id)",
  /** `token` is a SHA-256. */
  session: "token TEXT PRIMARY KEY, account TEXT NOT NULL, expires_at INTEGER NOT NULL",
  /**
   * The one code of a session for a licence. `licence` is a key of the register. `request` names one asking, so that a
   * message that is being sent never touches the code of a later one. `digest` stays null until the message leaves.
   */
  code: `session TEXT NOT NULL, licence TEXT NOT NULL, account TEXT NOT NULL, request TEXT NOT NULL, digest TEXT,
    tries INTEGER NOT NULL, delivery TEXT NOT NULL, spent_at INTEGER, expires_at INTEGER NOT NULL,
    PRIMARY KEY (session, licence)`,
  /** What counts against a daily limit. */
  usage: `id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, subject TEXT NOT NULL, amount INTEGER NOT NULL,
    at INTEGER NOT NULL, expires_at INTEGER NOT NULL`,
} as const;

export function createTables(sql: Sql) {
  for (const [name, columns] of Object.entries(TABLES)) {
    sql(`CREATE TABLE IF NOT EXISTS ${name} (${columns})`);
    sql(`CREATE INDEX IF NOT EXISTS ${name}_expires_at ON ${name} (expires_at)`);
  }
  sql("CREATE INDEX IF NOT EXISTS usage_subject ON usage (kind, subject)");
}

/** Deletes what has expired. Returns when the next row expires, or null when nothing is left. */
export function sweep(sql: Sql, now: number): number | null {
  let next: number | null = null;
  for (const name of Object.keys(TABLES)) {
    sql(`DELETE FROM ${name} WHERE expires_at <= ?`, now);
    const earliest = sql<{ at: number | null }>(`SELECT min(expires_at) AS at FROM ${name}`)[0]?.at ?? null;
    if (earliest !== null && (next === null || earliest < next)) next = earliest;
  }
  return next;
}
