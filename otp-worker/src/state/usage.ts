import type { Sql } from "./sql.ts";

/** Seconds over which a daily limit counts: the last 24 hours, not a calendar day. */
export const DAY = 24 * 60 * 60;

/**
 * What is limited within a day, and whose it is: codes asked for by an account or from a network address (as a digest),
 * messages to a phone (as a digest) or to everybody, those to people whom a registrar invited, invitations by a registrar,
 * tickets of an account, links of a chart (as a digest), fetches of a link's file (its id is a digest), and links that do not exist, tried from a network address (as a digest).
 */
export type UsageKind =
  | "code-asked"
  | "code-asked-from"
  | "message"
  | "message-invited"
  | "invitation"
  | "ticket"
  | "link"
  | "link-file"
  | "link-tried-from";

/** How much of a limit `subject` has used up in the last 24 hours. */
export function usedToday(sql: Sql, kind: UsageKind, subject: string, now: number): number {
  const query = "SELECT total(amount) AS used FROM usage WHERE kind = ? AND subject = ? AND expires_at > ?";
  return sql<{ used: number }>(query, kind, subject, now)[0]?.used ?? 0;
}

/** When `subject` last used something of this kind, in Unix seconds; null if not within 24 hours. */
export function lastUse(sql: Sql, kind: UsageKind, subject: string): number | null {
  return (
    sql<{ at: number | null }>("SELECT max(at) AS at FROM usage WHERE kind = ? AND subject = ?", kind, subject)[0]
      ?.at ?? null
  );
}

/** Counts `amount` against `subject`. Returns the entry's id, to take it back. */
export function use(sql: Sql, kind: UsageKind, subject: string, amount: number, now: number): number {
  const insert = "INSERT INTO usage (kind, subject, amount, at, expires_at) VALUES (?, ?, ?, ?, ?) RETURNING id";
  return sql<{ id: number }>(insert, kind, subject, amount, now, now + DAY)[0]?.id ?? 0;
}

/** Takes back what turned out not to be used. */
export function giveBack(sql: Sql, id: number) {
  sql("DELETE FROM usage WHERE id = ?", id);
}
