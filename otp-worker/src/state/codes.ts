import { randomUUID } from "node:crypto";
import type { Address } from "viem";
import { isCode, type CodeBinding } from "../codes/one-time-code.ts";
import { lastUse, use, usedToday } from "./usage.ts";
import type { Sql } from "./sql.ts";

/** Seconds a code is valid after it was asked for. */
export const CODE_LIFETIME = 5 * 60;

/** Seconds before a wallet may ask for another. */
export const RESEND_AFTER = 30;

export const TRIES = 5;

/** Where a code belongs: to one wallet, in one session, for one licence. `licence` is a key of the register. */
export type CodePlace = Omit<CodeBinding, "request">;

export type AskOutcome = { kind: "asked" } | { kind: "too-soon"; retryAfter: number } | { kind: "too-many-today" };

export type TryOutcome =
  /** `spentAt`: when the right code was first entered, in Unix seconds. */
  | { kind: "right"; spentAt: number }
  | { kind: "wrong"; triesLeft: number }
  | { kind: "too-many-tries" }
  | { kind: "expired" };

/**
 * Notes that a message is wanted and returns at once, having written the same whether or not the licence is registered: the
 * register is only read later, when messages are sent. What is refused here depends on this wallet's own requests alone.
 */
export function askForCode(sql: Sql, place: CodePlace, limit: number, now: number): AskOutcome {
  const { session, licence, account } = place;
  const previous = lastUse(sql, "code-asked", account);
  if (previous !== null && now - previous < RESEND_AFTER) {
    return { kind: "too-soon", retryAfter: previous + RESEND_AFTER - now };
  }
  if (usedToday(sql, "code-asked", account, now) >= limit) return { kind: "too-many-today" };
  use(sql, "code-asked", account, 1, now);
  sql(
    "INSERT OR REPLACE INTO code VALUES (?, ?, ?, ?, NULL, 0, 'wanted', NULL, ?)",
    session,
    licence,
    account,
    randomUUID(),
    now + CODE_LIFETIME,
  );
  return { kind: "asked" };
}

/** A message that is wanted. */
export type WantedMessage = CodeBinding & { readonly account: Address };

/** Takes the messages that are wanted. Each is handed out once: if sending fails halfway, nobody sends it again. */
export function takeWantedMessages(sql: Sql, now: number): WantedMessage[] {
  return sql<WantedMessage>(
    `UPDATE code SET delivery = 'taken' WHERE delivery = 'wanted' AND expires_at > ?
     RETURNING session, licence, account, request`,
    now,
  );
}

/** Puts a code in its place. False if the place is gone, or was asked for again in the meantime: then do not send it. */
export function placeCode(sql: Sql, { session, licence, request }: CodeBinding, digest: string): boolean {
  const placed = sql(
    "UPDATE code SET digest = ? WHERE session = ? AND licence = ? AND request = ? RETURNING request",
    digest,
    session,
    licence,
    request,
  );
  return placed.length === 1;
}

/**
 * Counts a try, then checks it. The right code may be sent again in its own session and gives the same answer, so that an
 * answer lost on the way is not lost; nowhere else and never later is it worth anything.
 */
export function tryCode(sql: Sql, place: CodePlace, code: string, pepper: Uint8Array, now: number): TryOutcome {
  const counted = sql<{ request: string; digest: string | null; tries: number; spent_at: number | null }>(
    `UPDATE code SET tries = tries + 1 WHERE session = ? AND licence = ? AND account = ? AND expires_at > ?
     RETURNING request, digest, tries, spent_at`,
    place.session,
    place.licence,
    place.account,
    now,
  )[0];
  if (!counted) return { kind: "expired" };
  if (counted.tries > TRIES) return { kind: "too-many-tries" };
  const binding = { ...place, request: counted.request };
  if (counted.digest === null || !isCode(code, counted.digest, binding, pepper)) {
    return { kind: "wrong", triesLeft: TRIES - counted.tries };
  }
  const spentAt = counted.spent_at ?? now;
  sql("UPDATE code SET spent_at = ? WHERE request = ?", spentAt, counted.request);
  return { kind: "right", spentAt };
}
