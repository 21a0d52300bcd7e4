import { formatLocale } from "#lib/language.ts";

/** Dates and times as people read them: 22 Dec 2026, 14:32, in the reader's own time zone. */
export type Moment = Date | number;

/** Which part of a moment to write; "until" is the long form used before signing. */
export type DateForm = "day" | "short-day" | "long-day" | "month" | "time" | "seconds" | "moment" | "until";

const day = 86_400_000;
const formatters = new Map<string, Intl.DateTimeFormat>();
/** Made when it is first needed, as the others are: that takes as long as drawing half a page. */
let relative: Intl.RelativeTimeFormat | undefined;

const write = (at: Date, options: Intl.DateTimeFormatOptions) => {
  const key = JSON.stringify(options);
  let formatter = formatters.get(key);
  if (!formatter) formatters.set(key, (formatter = new Intl.DateTimeFormat(formatLocale, options)));
  return formatter.format(at);
};

const startOfDay = (at: Date) => new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();

/** Whole days from `now` to `at`, by the calendar: 0 is today, 1 tomorrow, negative is past. */
export function daysUntil(at: Moment, now: Moment = Date.now()): number {
  return Math.round((startOfDay(new Date(at)) - startOfDay(new Date(now))) / day);
}

/** "today", "tomorrow", "in 3 days", "3 days ago". Write it beside a date, never instead of one. */
export function inDays(at: Moment, now: Moment = Date.now()): string {
  relative ??= new Intl.RelativeTimeFormat(formatLocale, { numeric: "auto" });
  return relative.format(daysUntil(at, now), "day");
}

/** A moment in words; `now` decides whether the year can be left out of short forms. */
export function formatDate(at: Moment, form: DateForm = "day", now: Moment = Date.now()): string {
  const date = new Date(at);
  const sameYear = date.getFullYear() === new Date(now).getFullYear();
  const shortDay: Intl.DateTimeFormatOptions = {
    day: "numeric",
    month: "short",
    ...(sameYear ? {} : { year: "numeric" }),
  };
  const time: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  switch (form) {
    case "day":
      return write(date, { day: "numeric", month: "short", year: "numeric" });
    case "short-day":
      return write(date, shortDay);
    case "long-day":
      return write(date, { day: "numeric", month: "long", year: "numeric" });
    case "month":
      return write(date, { month: "long", year: "numeric" });
    case "time":
      return write(date, time);
    case "seconds":
      return write(date, { ...time, second: "2-digit" });
    case "moment":
      return `${write(date, shortDay)}, ${write(date, time)}`;
    case "until":
      // Put together from two, because whether a comma follows the weekday changes from one browser to the next.
      return `${write(date, { weekday: "long" })} ${formatDate(at, "long-day", now)}, ${write(date, time)}`;
  }
}
