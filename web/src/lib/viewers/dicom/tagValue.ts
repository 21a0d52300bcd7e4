import { formatLocale } from "../../language.ts";
import { writtenDate } from "../../writtenDate.ts";
import { codeWords } from "../fhir/codeWords.ts";
import type { TagRow } from "./tags.ts";

const SEX = "x00100040";
/** DICOM PS3.3 §C.7.1.1, in the codes that health records have for the same. */
const sexes: Readonly<Record<string, string>> = { M: "male", F: "female", O: "other" };

/** An entry of an image's head as people read it: days, hours, ages and numbers of their language. What is not of its kind stays as it is. */
export function tagValue({ id, kind, value }: TagRow): string {
  if (id === SEX) return sexes[value] ? codeWords(sexes[value]) : value;
  const write = writers[kind];
  return write
    ? value
        .split(" · ")
        .map((each) => write(each.trim()))
        .join(" · ")
    : value;
}

/** By the kind of value (PS3.5 §6.2). */
const writers: Readonly<Record<string, (value: string) => string>> = {
  DA: day,
  TM: (value) => timeOfDay(value) ?? value,
  DT: moment,
  AS: age,
  DS: decimal,
  FL: decimal,
  FD: decimal,
  IS: decimal,
};

/** "20040119" */
function day(value: string): string {
  const [, year, month, date] = /^(\d{4})(\d{2})(\d{2})$/.exec(value) ?? [];
  if (year === undefined) return value;
  const iso = `${year}-${month}-${date}`;
  const written = writtenDate(iso);
  return written === iso ? value : written;
}

/** "072730.123", to the second; null for what is none */
function timeOfDay(value: string): string | null {
  const [, hour, minute, second] = /^([01]\d|2[0-3])([0-5]\d)(?:([0-5]\d)(?:\.\d{1,6})?)?$/.exec(value) ?? [];
  if (hour === undefined) return null;
  return new Intl.DateTimeFormat(formatLocale, {
    hour: "2-digit",
    minute: "2-digit",
    ...(second === undefined ? {} : { second: "2-digit" }),
    hourCycle: "h23",
    timeZone: "UTC",
  }).format(Date.UTC(2000, 0, 1, Number(hour), Number(minute), Number(second ?? 0)));
}

/** "20040119072730.123+0100" */
function moment(value: string): string {
  const [, date, time, zone] = /^(\d{8})(\d{4}(?:\d{2})?)?(?:\.\d{1,6})?([+-]\d{4})?$/.exec(value) ?? [];
  if (date === undefined || day(date) === date) return value;
  if (time === undefined) return day(date);
  const iso = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}T${time.slice(0, 2)}:${time.slice(2, 4)}`;
  const of = zone ? `${iso}:${time.slice(4) || "00"}${zone.slice(0, 3)}:${zone.slice(3)}` : iso;
  const written = writtenDate(of);
  return written === of ? value : written;
}

const units: Readonly<Record<string, string>> = { D: "day", W: "week", M: "month", Y: "year" };

/** "045Y" */
function age(value: string): string {
  const [, count, unit] = /^(\d{3})([DWMY])$/.exec(value) ?? [];
  if (count === undefined || unit === undefined) return value;
  const style = { style: "unit", unit: units[unit], unitDisplay: "long" } as const;
  return new Intl.NumberFormat(formatLocale, style).format(Number(count));
}

/** Without the zeros that devices add, and no finer than anybody can measure. Numbers of series and pictures are not grouped. */
function decimal(value: string): string {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(value)) return value;
  const number = Number(value);
  const precision = Math.abs(number) < 1 ? { maximumSignificantDigits: 5 } : { maximumFractionDigits: 4 };
  return new Intl.NumberFormat(formatLocale, { ...precision, useGrouping: false }).format(number);
}
