import { FETCHES_PER_LINK, LINK_TRIES, LINKS_PER_CHART, UNKNOWN_PER_ADDRESS } from "../links/link-limits.ts";
import type { Sql } from "./sql.ts";
import { use, usedToday } from "./usage.ts";

/** A new link. `id` and `owner` are digests; `sealed` is what it leads to (`links/link-seal.ts`). */
export interface NewLink {
  readonly id: string;
  readonly owner: string;
  readonly sealed: string;
  readonly expiresAt: number;
}

/** A link as its patient sees it, with times in Unix seconds. */
export type KeptLink = {
  readonly id: string;
  readonly madeAt: number;
  readonly expiresAt: number;
  readonly endedAt: number | null;
  readonly opened: number;
  readonly triesLeft: number;
};

export type LinkTry =
  /** To be taken back by `settleTry` when the passcode is right. */
  | { kind: "counted"; sealed: string; triesLeft: number }
  /** Never made, or over: what has expired is forgotten. */
  | { kind: "unknown" }
  | { kind: "ended" }
  | { kind: "used-up" }
  /** Never made, or over, as too many that were tried from the same network. */
  | { kind: "too-many" };

export type LinkFetch = "counted" | "ended" | "too-many";

type Row = { owner: string; sealed: string; tries: number; ended_at: number | null };

/** Keeps a link until it expires. False when its chart has made too many today. */
export function keepLink(sql: Sql, { id, owner, sealed, expiresAt }: NewLink, now: number): boolean {
  if (usedToday(sql, "link", owner, now) >= LINKS_PER_CHART) return false;
  use(sql, "link", owner, 1, now);
  sql("INSERT INTO link VALUES (?, ?, ?, 0, 0, ?, NULL, ?)", id, owner, sealed, now, expiresAt);
  return true;
}

/** The links of a chart that have not expired, the newest first. */
export function linksOf(sql: Sql, owner: string, now: number): KeptLink[] {
  return sql<KeptLink>(
    `SELECT id, made_at AS madeAt, expires_at AS expiresAt, ended_at AS endedAt, opened, max(${LINK_TRIES} - tries, 0) AS triesLeft
     FROM link WHERE owner = ? AND expires_at > ? ORDER BY made_at DESC, id`,
    owner,
    now,
  );
}

/** Ends a link for good and forgets what it led to. False if this chart has no such link. One that was ended stays ended. */
export function endLink(sql: Sql, { id, owner }: Pick<NewLink, "id" | "owner">, now: number): boolean {
  const ended = sql(
    `UPDATE link SET ended_at = coalesce(ended_at, ?), sealed = '' WHERE id = ? AND owner = ? AND expires_at > ? RETURNING id`,
    now,
    id,
    owner,
    now,
  );
  return ended.length === 1;
}

/**
 * Counts a try of a passcode against its link, before anybody looks whether it is right: so that many at the same moment are no more
 * tries than one after the other. Against the network address it comes from (as a digest) it counts only where there is no such link:
 * many share an address, and one of them, or a site that one of them looks at, is not to shut the others out of links they were given.
 */
export function tryLink(sql: Sql, id: string, network: string, now: number): LinkTry {
  const row = sql<Row>("SELECT owner, sealed, tries, ended_at FROM link WHERE id = ? AND expires_at > ?", id, now)[0];
  if (!row) {
    if (usedToday(sql, "link-tried-from", network, now) >= UNKNOWN_PER_ADDRESS) return { kind: "too-many" };
    use(sql, "link-tried-from", network, 1, now);
    return { kind: "unknown" };
  }
  if (row.ended_at !== null) return { kind: "ended" };
  if (row.tries >= LINK_TRIES) return { kind: "used-up" };
  sql("UPDATE link SET tries = tries + 1 WHERE id = ?", id);
  return { kind: "counted", sealed: row.sealed, triesLeft: LINK_TRIES - row.tries - 1 };
}

/** Takes a try back that was right, and counts an opening. False if the link ended or expired meanwhile: then hand out nothing. */
export function settleTry(sql: Sql, id: string, now: number): boolean {
  const opened = sql(
    `UPDATE link SET tries = tries - 1, opened = opened + 1 WHERE id = ? AND ended_at IS NULL AND expires_at > ? RETURNING id`,
    id,
    now,
  );
  return opened.length === 1;
}

/** Counts a fetch of a link's file, before anything of it is given. "ended" is a link that has expired, too. */
export function fetchLinkFile(sql: Sql, id: string, now: number): LinkFetch {
  if (!isLinkAlive(sql, id, now)) return "ended";
  if (usedToday(sql, "link-file", id, now) >= FETCHES_PER_LINK) return "too-many";
  use(sql, "link-file", id, 1, now);
  return "counted";
}

/** Whether a link still works. One whose tries were used up does, for whom it was opened before. */
export function isLinkAlive(sql: Sql, id: string, now: number): boolean {
  return sql("SELECT id FROM link WHERE id = ? AND ended_at IS NULL AND expires_at > ?", id, now).length === 1;
}
