import { randomUUID } from "node:crypto";
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

/** A place, and a digest of the network address that asks. */
export type CodeWish = CodePlace & { readonly from: string };

export interface CodeLimits {
  readonly codesPerAccount: number;
  readonly codesPerAddress: number;
}

export type AskOutcome =
  | { kind: "asked" }
  | { kind: "too-soon"; retryAfter: number }
  | { kind: "too-many-today"; whose: "account" | "address" };

export type TryOutcome =
  /** `spentAt`: when the right code was first entered, in Unix seconds. */
  | { kind: "right"; spentAt: number }
  | { kind: "wrong"; triesLeft: number }
  | { kind: "too-many-tries" }
  | { kind: "expired" };

/**
 * Notes that a message is wanted and returns at once, having written the same whether or not the licence is registered: the
 * register is only read later, when messages are sent. What is refused here depends on the asker's own requests alone.
 */
export function askForCode(sql: Sql, wish: CodeWish, limits: CodeLimits, now: number): AskOutcome {
  const { session, licence, account, from } = wish;
  const previous = lastUse(sql, "code-asked", account);
  // A clock that was set back makes nobody wait longer.
  if (previous !== null && now - previous < RESEND_AFTER && previous <= now) {
    return { kind: "too-soon", retryAfter: previous + RESEND_AFTER - now };
  }
  if (usedToday(sql, "code-asked", account, now) >= limits.codesPerAccount) {
    return { kind: "too-many-today", whose: "account" };
  }
  if (usedToday(sql, "code-asked-from", from, now) >= limits.codesPerAddress) {
    return { kind: "too-many-today", whose: "address" };
  }
  use(sql, "code-asked", account, 1, now);
  use(sql, "code-asked-from", from, 1, now);
  sql(
    "INSERT OR REPLACE INTO code VALUES (?, ?, ?, ?, NULL, 0, 'wanted', 0, ?, NULL, ?)",
    session,
    licence,
    account,
    randomUUID(),
    now,
    now + CODE_LIFETIME,
  );
  return { kind: "asked" };
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
  spend(sql, place.session, counted.request, spentAt);
  return { kind: "right", spentAt };
}

/** Takes a right try back and keeps what was spent for the rest of its session: whoever asks again is answered the same. */
function spend(sql: Sql, session: string, request: string, spentAt: number) {
  sql(
    `UPDATE code SET spent_at = ?, tries = tries - 1,
     expires_at = coalesce((SELECT max(code.expires_at, session.expires_at) FROM session WHERE token = ?), expires_at)
     WHERE request = ?`,
    spentAt,
    session,
    request,
  );
}
