import type { JsonObject, Resource } from "../fhir/fhirJson.ts";
import { trendsOf, type Trend } from "../fhir/trends.ts";
import type { Table } from "./readTable.ts";
import {
  dayIn,
  decimalMarkOf,
  isUnclearDay,
  mannerOf,
  numberIn,
  rangeIn,
  type DecimalMark,
  type Manner,
} from "./tableValues.ts";

export interface TableTrends {
  trends: Trend[];
  /** Values have days that are written so that nothing can be drawn in their order */
  unclearDays: boolean;
  /** Values have a mark that may be the decimal one or not */
  unclearNumbers: boolean;
}

/** One cell that may hold a measurement, and what is known about it, as the table has it. */
interface Measurement {
  test: string;
  unit: string;
  value: string;
  day: string;
  usual: string;
}

/** Where a word ends, in any script. */
const END = String.raw`(?![\p{L}\p{M}\p{N}])`;
const begins = (words: string) => new RegExp(`^(${words})`, "u");

/** What laboratories call their columns, in lower case. */
const called = {
  day: begins(
    `(date|day|time|date.?time|collected|collection date|sample date|taken|when|datum|entnahme|fecha|तारीख|दिनांक)${END}`,
  ),
  test: begins(
    "test|analyte|parameter|name|component|investigation|measurement|examination|untersuchung|analyse|जाँच|जांच",
  ),
  value: begins("value|result|wert|ergebnis|messwert|valeur|valor|मान|परिणाम"),
  unit: begins("units?|einheit|unité|unidad|इकाई"),
  usual: begins(`usual|reference|ref${END}|normal|range|referenz|norm|सामान्य`),
  low: begins("low|lower|min|from|unter|von"),
  high: begins(`high|upper|max|to${END}|ober|bis`),
};

/**
 * What a laboratory table measured over time. Three layouts are known: a row for each measurement; a row for each test with days
 * across; a row for each day with tests across, whose unit stands in the title or in a row of its own, as may the usual range.
 * Of any other table, and of values such as "< 5", nothing is drawn.
 */
export function tableTrends(table: Table): TableTrends {
  const every = [...table.titles, ...table.rows.flatMap(({ cells }) => cells)];
  // Semicolons stand between cells where commas stand before decimals, and there points may part thousands.
  const manner = mannerOf(every, table.separator === ";" ? null : ".");
  const measured = (byMeasurement(table) ?? byTest(table, manner) ?? byDay(table) ?? []).filter(
    ({ test, value }) => test && /\d/.test(value),
  );
  const dated = measured.flatMap((each) => {
    const day = dayIn(each.day, manner);
    return day === null ? [] : [{ ...each, day }];
  });
  const series = [...Map.groupBy(dated, ({ test, unit }) => JSON.stringify([test, unit])).values()].map((each) => ({
    each,
    mark: decimalMarkOf(
      each.flatMap(({ value, usual }) => [value, usual]),
      manner,
    ),
  }));
  return {
    trends: trendsOf(series.flatMap(({ each, mark }) => each.flatMap((one) => observation(one, mark)))),
    unclearDays: measured.some(({ day }) => isUnclearDay(day, manner)),
    unclearNumbers: series.some(
      ({ each, mark }) => mark === null && each.some(({ value }) => /^[-+−]?\d+[.,]\d+$/.test(value)),
    ),
  };
}

const columnOf = ({ titles }: Table, name: keyof typeof called) =>
  titles.findIndex((title) => called[name].test(title.toLowerCase()));

function byMeasurement(table: Table): Measurement[] | null {
  const [day, test, value, unit, usual, low, high] = (
    ["day", "test", "value", "unit", "usual", "low", "high"] as const
  ).map((name) => columnOf(table, name)) as [number, number, number, number, number, number, number];
  if (day < 0 || test < 0 || value < 0) return null;
  return table.rows.map(({ cells }) => {
    const ends = [cells[low] ?? "", cells[high] ?? ""];
    const range =
      cells[usual] ||
      (ends.every(Boolean) ? ends.join(" - ") : ends[0] ? `> ${ends[0]}` : ends[1] ? `< ${ends[1]}` : "");
    return {
      test: cells[test] ?? "",
      unit: cells[unit] ?? "",
      value: cells[value] ?? "",
      day: cells[day] ?? "",
      usual: range,
    };
  });
}

function byTest(table: Table, manner: Manner): Measurement[] | null {
  const days = table.titles.flatMap((title, index) =>
    index > 0 && (dayIn(title, manner) !== null || isUnclearDay(title, manner)) ? [index] : [],
  );
  if (days.length < 2) return null;
  const [unit, usual] = [columnOf(table, "unit"), columnOf(table, "usual")];
  return table.rows.flatMap(({ cells }) =>
    days.map((column) => ({
      test: cells[0] ?? "",
      unit: cells[unit] ?? "",
      value: cells[column] ?? "",
      day: table.titles[column] ?? "",
      usual: cells[usual] ?? "",
    })),
  );
}

function byDay(table: Table): Measurement[] | null {
  const day = columnOf(table, "day");
  if (day < 0) return null;
  const under = (name: "unit" | "usual") =>
    table.rows.find(({ cells }) => called[name].test((cells[day] ?? "").toLowerCase()))?.cells ?? [];
  const [units, ranges] = [under("unit"), under("usual")];
  return table.titles.flatMap((title, column) => {
    if (column === day) return [];
    const [, name = title, unit = ""] = /^(.+?)\s*[([]([^()[\]]+)[)\]]$/.exec(title) ?? [];
    return table.rows.map(({ cells }) => ({
      test: name,
      unit: units[column] || unit,
      value: cells[column] ?? "",
      day: cells[day] ?? "",
      usual: ranges[column] ?? "",
    }));
  });
}

/** As a laboratory would send it in FHIR, so that it is drawn by the same rules. */
function observation({ test, unit, value, day, usual }: Measurement, mark: DecimalMark | null): Resource[] {
  const digits = numberIn(value, mark);
  if (digits === null) return [];
  const { low, high } = rangeIn(usual, mark);
  const bound = (end: string): JsonObject => ({ value: end, unit });
  return [
    {
      resourceType: "Observation",
      status: "final",
      code: { text: test },
      effectiveDateTime: day,
      valueQuantity: { value: digits, unit },
      referenceRange: [{ ...(low && { low: bound(low) }), ...(high && { high: bound(high) }) }],
    },
  ];
}
