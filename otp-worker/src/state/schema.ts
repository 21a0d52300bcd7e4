import type { Sql } from "./sql.ts";

/** Every table has an `expires_at` in Unix seconds, at most 24 hours ahead, or 30 days for a link: nothing here is kept. */
const TABLES = {
  /** Challenges and nonces that were used, so that they are used once. */
  spent: "kind TEXT NOT NULL, id TEXT NOT NULL, expires_at INTEGER NOT NULL, PRIMARY KEY (kind, id)",
  /** `token` is a SHA-256. */
  session: "token TEXT PRIMARY KEY, account TEXT NOT NULL, expires_at INTEGER NOT NULL",
  /**
   * The one code of a session for a licence. `licence` is a key of the register. `request` names one asking, so that a
   * message that is being sent never touches the code of a later one. `digest` stays null until the message leaves.
   * `delivery` is how far that message got (`deliveries.ts`); `due_at` is when a wanted message is to be sent, in Unix seconds.
   */
  code: `session TEXT NOT NULL, licence TEXT NOT NULL, account TEXT NOT NULL, request TEXT NOT NULL, digest TEXT,
    tries INTEGER NOT NULL, delivery TEXT NOT NULL, attempts INTEGER NOT NULL, due_at INTEGER NOT NULL,
    spent_at INTEGER, expires_at INTEGER NOT NULL, PRIMARY KEY (session, licence)`,
  /** Who a registrar expects to hold a licence. */
  invitation: `licence TEXT NOT NULL, account TEXT NOT NULL, expires_at INTEGER NOT NULL,
    PRIMARY KEY (licence, account)`,
  /**
   * A link that a patient made for somebody without a wallet (`links.ts`), until it expires. `id` is a SHA-256, `owner` an HMAC of
   * the chart; `sealed` is empty once it was ended.
   */
  link: `id TEXT PRIMARY KEY, owner TEXT NOT NULL, sealed TEXT NOT NULL, tries INTEGER NOT NULL, opened INTEGER NOT NULL,
    made_at INTEGER NOT NULL, ended_at INTEGER, expires_at INTEGER NOT NULL`,
  /** What counts against a daily limit. */
  usage: `id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, subject TEXT NOT NULL, amount INTEGER NOT NULL,
    at INTEGER NOT NULL, expires_at INTEGER NOT NULL`,
} as const;

export const TABLE_NAMES = Object.keys(TABLES);

/**
 * Makes the tables. One of an earlier version is emptied rather than converted: it would soon be empty anyway, and a link
 * that is forgotten opens nothing.
 */
export function createTables(sql: Sql) {
  for (const [name, columns] of Object.entries(TABLES)) {
    const statement = `CREATE TABLE ${name} (${columns})`;
    const made = sql<{ sql: string }>("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", name)[0];
    if (made && made.sql !== statement) sql(`DROP TABLE ${name}`);
    if (made?.sql !== statement) sql(statement);
    sql(`CREATE INDEX IF NOT EXISTS ${name}_expires_at ON ${name} (expires_at)`);
  }
  sql("CREATE INDEX IF NOT EXISTS usage_subject ON usage (kind, subject)");
  sql("CREATE UNIQUE INDEX IF NOT EXISTS code_request ON code (request)");
  sql("CREATE INDEX IF NOT EXISTS code_delivery ON code (delivery)");
  sql("CREATE INDEX IF NOT EXISTS link_owner ON link (owner)");
}

/** Deletes what has expired. Returns when the next row expires, or null when nothing is left. */
export function sweep(sql: Sql, now: number): number | null {
  let next: number | null = null;
  for (const name of TABLE_NAMES) {
    sql(`DELETE FROM ${name} WHERE expires_at <= ?`, now);
    const earliest = sql<{ at: number | null }>(`SELECT min(expires_at) AS at FROM ${name}`)[0]?.at ?? null;
    if (earliest !== null && (next === null || earliest < next)) next = earliest;
  }
  return next;
}
