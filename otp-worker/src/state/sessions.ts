import type { Address } from "viem";
import type { Sql } from "./sql.ts";

/** Seconds a session lasts. */
export const SESSION_LIFETIME = 30 * 60;

/** `token`: SHA-256 of the bearer token, as hex. Returns when the session ends, in Unix seconds. */
export function openSession(sql: Sql, session: { token: string; account: Address }, now: number): number {
  const expiresAt = now + SESSION_LIFETIME;
  sql("INSERT INTO session VALUES (?, ?, ?)", session.token, session.account, expiresAt);
  return expiresAt;
}

/** The account a token stands for, or null if it stands for none, or no longer. */
export function findSession(sql: Sql, token: string, now: number): Address | null {
  const rows = sql<{ account: Address }>("SELECT account FROM session WHERE token = ? AND expires_at > ?", token, now);
  return rows[0]?.account ?? null;
}

/** Ends a session, and the codes asked for in it. */
export function closeSession(sql: Sql, token: string) {
  sql("DELETE FROM session WHERE token = ?", token);
  sql("DELETE FROM code WHERE session = ?", token);
}
