import type { Counts } from "@chartkey/protocol/audit/entities";
import { NOTHING, type Day } from "#lib/history/countNetwork.ts";

const DAY = 86_400;

/**
 * The `count` UTC days that end with the one of `now`, oldest first; days on which nothing happened count zero. `day` is midnight of
 * the same date where the reader is, in ms: to write the date by.
 *
 * @param now Milliseconds.
 */
export function lastDays(days: readonly Day[], count: number, now: number): { day: number; counts: Counts }[] {
  const today = Math.floor(now / 1000 / DAY) * DAY;
  const byStart = new Map(days.map((each) => [each.start, each]));
  return Array.from({ length: count }, (_, index) => {
    const start = today - (count - 1 - index) * DAY;
    const date = new Date(start * 1000);
    const day = new Date(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()).getTime();
    return { day, counts: byStart.get(start) ?? NOTHING };
  });
}
