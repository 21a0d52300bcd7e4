import type { Sql } from "./sql.ts";

export type SingleUse = "challenge" | "nonce";

/** Uses up something that may be used once. False if it was used before. `expiresAt`: when it is refused anyway. */
export function spend(sql: Sql, kind: SingleUse, id: string, expiresAt: number): boolean {
  const inserted = sql("INSERT INTO spent VALUES (?, ?, ?) ON CONFLICT DO NOTHING RETURNING id", kind, id, expiresAt);
  return inserted.length === 1;
}
