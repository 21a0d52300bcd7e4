/** How many of each happened on a day of the reader's own time zone; `day` is its first moment, in ms. */
export type DayCount = { day: number; counts: number[] };

/**
 * Counts moments by day, for the `days` days that end with the one of `now`; days without anything count zero.
 *
 * @param series Moments in Unix seconds, one list for each thing counted.
 * @param now Milliseconds.
 */
export function byDay(series: readonly (readonly number[])[], days: number, now: number): DayCount[] {
  const today = new Date(now);
  const result = Array.from({ length: days }, (_, index): DayCount => {
    // By the calendar: days are not always 24 hours long.
    const day = new Date(today.getFullYear(), today.getMonth(), today.getDate() - (days - 1 - index));
    return { day: day.getTime(), counts: series.map(() => 0) };
  });
  const byStart = new Map(result.map((each) => [each.day, each.counts]));
  series.forEach((moments, which) => {
    for (const moment of moments) {
      const counts = byStart.get(new Date(moment * 1000).setHours(0, 0, 0, 0));
      if (counts) counts[which] = (counts[which] ?? 0) + 1;
    }
  });
  return result;
}
