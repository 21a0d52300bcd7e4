import { formatLocale } from "./language.ts";

/**
 * A date as precise as it was written (FHIR R4, date and dateTime): "2026", "2026-11", "2026-11-12" or a moment; anything else as it is.
 * A moment has the day and the hour that its author wrote, and names their zone where the reader's clock showed another hour.
 */
export function writtenDate(value: string): string {
  const [, year, month, day, time] = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(T.+)?)?)?$/.exec(value) ?? [];
  if (year === undefined) return value;
  if (month === undefined) return year;
  const calendar = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day ?? 1)));
  // Years below 100 would be read as those of the last century.
  calendar.setUTCFullYear(Number(year), Number(month) - 1, Number(day ?? 1));
  // A date that no calendar has would be read as another.
  if (calendar.getUTCFullYear() !== Number(year) || calendar.getUTCMonth() + 1 !== Number(month)) return value;
  if (day === undefined) return write(calendar, { month: "short", year: "numeric" });
  const written = write(calendar, { day: "numeric", month: "short", year: "numeric" });
  if (time === undefined) return written;
  const moment = new Date(value);
  const [, hour, minute, zone] = /^T(\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})?$/.exec(time) ?? [];
  if (Number.isNaN(moment.getTime()) || hour === undefined) return value;
  calendar.setUTCHours(Number(hour), Number(minute));
  const clock = write(calendar, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const isHere = zone === undefined || minutesOf(zone) === -moment.getTimezoneOffset();
  return `${written}, ${clock}${isHere ? "" : ` ${nameOf(zone)}`}`;
}

/** Of the calendar alone: what was written is not moved to another zone. */
const write = (at: Date, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(formatLocale, { ...options, timeZone: "UTC" }).format(at);

/** East of Greenwich. */
function minutesOf(zone: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):(\d{2})$/.exec(zone) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
}

/** "UTC\u221205:00" */
const nameOf = (zone: string) => (minutesOf(zone) === 0 ? "UTC" : `UTC${zone.replace("-", "\u2212")}`);
