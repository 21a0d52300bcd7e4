import { all, one, text, type Json, type Resource } from "./fhirJson.ts";
import { concept, date } from "./fhirValues.ts";

/** The same thing measured several times. */
export interface Trend {
  id: string;
  title: string;
  unit: string;
  /** In order of time */
  points: TrendPoint[];
  /** The usual range, where every measurement that names one names this one */
  low: number | null;
  high: number | null;
}

/** `at` in Unix milliseconds; `when`, its `day` and `digits` as the file has them. */
export interface TrendPoint {
  at: number;
  when: string;
  day: string;
  value: number;
  digits: string;
}

type Measured = Omit<TrendPoint, "when" | "day"> & {
  key: string;
  title: string;
  unit: string;
  written: string;
  low: string;
  high: string;
};

const FEWEST = 2;
/** Never counted: what was withdrawn, or nobody measured. */
const void_ = new Set(["entered-in-error", "cancelled"]);

/** Series of plain measurements: the same code and unit at several moments. Values "less than" something are left to the table. */
export function trendsOf(observations: readonly Resource[]): Trend[] {
  const series = Map.groupBy(observations.flatMap(measured), ({ key }) => key);
  return [...series.values()].filter((points) => new Set(points.map(({ at }) => at)).size >= FEWEST).map(trendOf);
}

function trendOf(points: readonly Measured[]): Trend {
  const [{ key, title, unit }] = points as [Measured];
  return {
    id: key,
    title,
    unit,
    points: points
      .toSorted((a, b) => a.at - b.at)
      .map(({ at, written, value, digits }) => ({
        at,
        when: date(written),
        day: date(written.slice(0, 10)),
        value,
        digits,
      })),
    low: shared(points.map(({ low }) => low)),
    high: shared(points.map(({ high }) => high)),
  };
}

const shared = (bounds: readonly string[]): number | null => {
  const named = [...new Set(bounds.filter(Boolean))];
  return named.length === 1 ? Number(named[0]) : null;
};

/** When something was observed, or began to be, as it is written. */
const effective = (observation: Resource) =>
  text(observation, "effectiveDateTime") ||
  text(observation, "effectiveInstant") ||
  text(one(observation, "effectivePeriod"), "start");

/** What was measured: the same for what can be compared. */
function testOf(part: Json): string {
  const coding = one(one(part, "code"), "coding");
  const code = text(coding, "code");
  return code ? `${text(coding, "system")}|${code}` : concept(one(part, "code"));
}

/** Results of the same test together, the newest first; those of a test that was done several times before the others. */
export function togetherByTest(observations: readonly Resource[]): Resource[] {
  const moment = (observation: Resource) => Date.parse(effective(observation)) || -Infinity;
  const tests = Map.groupBy(observations, (observation) => testOf(observation) || observation);
  const ordered = [...tests.values()].map((same) =>
    same.toSorted((a, b) => (moment(a) === moment(b) ? 0 : moment(b) - moment(a))),
  );
  return [...ordered.filter(({ length }) => length > 1), ...ordered.filter(({ length }) => length === 1)].flat();
}

function measured(observation: Resource): Measured[] {
  if (void_.has(text(observation, "status"))) return [];
  const written = effective(observation);
  const at = Date.parse(written);
  if (Number.isNaN(at)) return [];
  return [observation, ...all(observation, "component")].flatMap((part) => measurement(part, at, written));
}

function measurement(part: Json, at: number, written: string): Measured[] {
  const quantity = one(part, "valueQuantity");
  const digits = text(quantity, "value");
  if (!/^-?\d+(\.\d+)?$/.test(digits) || text(quantity, "comparator")) return [];
  const code = one(part, "code");
  const title = concept(code);
  const unit = text(quantity, "unit") || text(quantity, "code");
  const name = testOf(part);
  if (!name) return [];
  const range = one(part, "referenceRange");
  const bound = (end: string) => text(one(range, end), "value");
  return [
    {
      key: `${name}|${unit}`,
      title,
      unit,
      at,
      written,
      value: Number(digits),
      digits,
      low: bound("low"),
      high: bound("high"),
    },
  ];
}
