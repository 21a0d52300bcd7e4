import type { JsonObject, Resource } from "../fhir/fhirJson.ts";
import { trendsOf, type Trend } from "../fhir/trends.ts";
import type { Table } from "./readTable.ts";
import { dayIn, isUnclearDay, mannerOf, numberIn, rangeIn, type Manner } from "./tableValues.ts";

export interface TableTrends {
  trends: Trend[];
  /** Days are written so that nothing can be drawn in their order */
  unclearDays: boolean;
}

/** One cell that holds a measurement, and what is known about it. */
interface Measurement {
  test: string;
  unit: string;
  digits: string;
  day: string;
  usual: string;
}

/** What laboratories call their columns, in lower case. */
const called = {
  day: /^(date|day|time|date.?time|collected|collection date|sample date|taken|when|datum|entnahme|fecha|तारीख|दिनांक)\b/u,
  test: /^(test|analyte|parameter|name|component|investigation|measurement|examination|untersuchung|analyse|जाँच|जांच)/u,
  value: /^(value|result|wert|ergebnis|messwert|valeur|valor|मान|परिणाम)/u,
  unit: /^(units?|einheit|unité|unidad|इकाई)/u,
  usual: /^(usual|reference|ref\b|normal|range|referenz|norm|सामान्य)/u,
  low: /^(low|lower|min|from|unter|von)/u,
  high: /^(high|upper|max|to\b|ober|bis)/u,
};

/**
 * What a laboratory table measured over time. Three layouts are known: a row for each measurement; a row for each test with days
 * across; a row for each day with tests across, whose unit stands in the title or in a row of its own, as may the usual range.
 * Of any other table, and of values such as "< 5", nothing is drawn.
 */
export function tableTrends(table: Table): TableTrends {
  const every = [...table.titles, ...table.rows.flatMap(({ cells }) => cells)];
  const manner = mannerOf(every);
  const measured = byMeasurement(table, manner) ?? byTest(table, manner) ?? byDay(table, manner) ?? [];
  return {
    trends: trendsOf(measured.map((each) => observation(each, manner))),
    unclearDays: every.some((cell) => isUnclearDay(cell, manner)),
  };
}

const columnOf = ({ titles }: Table, name: keyof typeof called) =>
  titles.findIndex((title) => called[name].test(title.toLowerCase()));

function byMeasurement(table: Table, manner: Manner): Measurement[] | null {
  const [day, test, value, unit, usual, low, high] = (
    ["day", "test", "value", "unit", "usual", "low", "high"] as const
  ).map((name) => columnOf(table, name)) as [number, number, number, number, number, number, number];
  if (day < 0 || test < 0 || value < 0) return null;
  return table.rows.flatMap(({ cells }) => {
    const ends = [cells[low] ?? "", cells[high] ?? ""];
    const range =
      cells[usual] ||
      (ends.every(Boolean) ? ends.join(" - ") : ends[0] ? `> ${ends[0]}` : ends[1] ? `< ${ends[1]}` : "");
    return measurement(cells[test] ?? "", cells[unit] ?? "", cells[value] ?? "", cells[day] ?? "", range, manner);
  });
}

function byTest(table: Table, manner: Manner): Measurement[] | null {
  const days = table.titles.flatMap((title, index) => (index > 0 && dayIn(title, manner) ? [index] : []));
  if (days.length < 2) return null;
  const [unit, usual] = [columnOf(table, "unit"), columnOf(table, "usual")];
  return table.rows.flatMap(({ cells }) =>
    days.flatMap((column) => {
      const [test = ""] = cells;
      return measurement(
        test,
        cells[unit] ?? "",
        cells[column] ?? "",
        table.titles[column] ?? "",
        cells[usual] ?? "",
        manner,
      );
    }),
  );
}

function byDay(table: Table, manner: Manner): Measurement[] | null {
  const day = columnOf(table, "day");
  if (day < 0) return null;
  const under = (name: "unit" | "usual") =>
    table.rows.find(({ cells }) => called[name].test((cells[day] ?? "").toLowerCase()))?.cells ?? [];
  const [units, ranges] = [under("unit"), under("usual")];
  return table.titles.flatMap((title, column) => {
    if (column === day) return [];
    const [, name = title, unit = ""] = /^(.+?)\s*[([]([^()[\]]+)[)\]]$/.exec(title) ?? [];
    return table.rows.flatMap(({ cells }) =>
      measurement(name, units[column] || unit, cells[column] ?? "", cells[day] ?? "", ranges[column] ?? "", manner),
    );
  });
}

function measurement(
  test: string,
  unit: string,
  value: string,
  day: string,
  usual: string,
  manner: Manner,
): Measurement[] {
  const [digits, at] = [numberIn(value, manner), dayIn(day, manner)];
  return test && digits !== null && at !== null ? [{ test, unit, digits, day: at, usual }] : [];
}

/** As a laboratory would send it in FHIR, so that it is drawn by the same rules. */
function observation({ test, unit, digits, day, usual }: Measurement, manner: Manner): Resource {
  const { low, high } = rangeIn(usual, manner);
  const bound = (value: string): JsonObject => ({ value, unit });
  return {
    resourceType: "Observation",
    status: "final",
    code: { text: test },
    effectiveDateTime: day,
    valueQuantity: { value: digits, unit },
    referenceRange: [{ ...(low && { low: bound(low) }), ...(high && { high: bound(high) }) }],
  };
}
