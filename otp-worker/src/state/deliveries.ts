import type { CodeBinding } from "../codes/one-time-code.ts";
import type { Sql } from "./sql.ts";

/**
 * How far the message of a request got. Only `wanted` may be sent, and it becomes `sending` before it is handed over: what was
 * `sending` when the worker was killed may have gone out, so nobody sends it again.
 */
type Delivery = "wanted" | "sending" | "sent" | "withheld" | "failed";

/** How often a message is handed over, when it is certain that the attempt before did not go out. */
export const ATTEMPTS = 3;

/** Seconds before the next attempt. */
const PAUSE = 10;

/** A message that is wanted. `attempts` were made so far. */
export type WantedMessage = CodeBinding & { readonly attempts: number };

/** The messages that have been due for longest, at most so many. */
export function wantedMessages(sql: Sql, now: number, most: number): WantedMessage[] {
  return sql<WantedMessage>(
    `SELECT session, licence, account, request, attempts FROM code
     WHERE delivery = 'wanted' AND due_at <= ? AND expires_at > ? ORDER BY due_at LIMIT ?`,
    now,
    now,
    most,
  );
}

/** When the next wanted message is due, in Unix seconds. */
export function nextDue(sql: Sql): number | null {
  return sql<{ at: number | null }>("SELECT min(due_at) AS at FROM code WHERE delivery = 'wanted'")[0]?.at ?? null;
}

/**
 * Claims a wanted message and puts its code in place. False if the request is gone, was replaced by a later one, or was
 * claimed already: then do not send it.
 */
export function claim(
  sql: Sql,
  request: string,
  delivery: Extract<Delivery, "sending" | "withheld">,
  digest: string,
): boolean {
  const claimed = sql(
    `UPDATE code SET delivery = ?, digest = ?, attempts = attempts + 1
     WHERE request = ? AND delivery = 'wanted' RETURNING request`,
    delivery,
    digest,
    request,
  );
  return claimed.length === 1;
}

export function settle(sql: Sql, request: string, delivery: Extract<Delivery, "sent" | "failed">) {
  sql("UPDATE code SET delivery = ? WHERE request = ?", delivery, request);
}

/**
 * Wants a message again that certainly did not go out. False when it was attempted often enough: then it has failed.
 */
export function postpone(sql: Sql, wanted: WantedMessage, now: number): boolean {
  const attempts = wanted.attempts + 1;
  const isLast = attempts >= ATTEMPTS;
  sql(
    "UPDATE code SET delivery = ?, attempts = ?, due_at = ? WHERE request = ?",
    isLast ? "failed" : "wanted",
    attempts,
    now + PAUSE * attempts,
    wanted.request,
  );
  return !isLast;
}

/** Gives up messages that were `sending` and of which nobody knows any more: the worker was killed meanwhile. How many. */
export function giveUpForgotten(sql: Sql, inFlight: ReadonlySet<string>): number {
  const sending = sql<{ request: string }>("SELECT request FROM code WHERE delivery = 'sending'");
  const forgotten = sending.filter(({ request }) => !inFlight.has(request));
  for (const { request } of forgotten) settle(sql, request, "failed");
  return forgotten.length;
}

/** How many messages were wanted and never tried to the end before their codes expired. */
export function countOverdue(sql: Sql, now: number): number {
  const query = "SELECT count(*) AS n FROM code WHERE delivery = 'wanted' AND expires_at <= ?";
  return sql<{ n: number }>(query, now)[0]?.n ?? 0;
}
