import { all, one, text, type Json } from "./fhirJson.ts";
import { concept, decimal, period, quantity, range, ratio } from "./fhirValues.ts";

const units: Readonly<Record<string, readonly [one: string, many: string]>> = {
  s: ["second", "seconds"],
  min: ["minute", "minutes"],
  h: ["hour", "hours"],
  d: ["day", "days"],
  wk: ["week", "weeks"],
  mo: ["month", "months"],
  a: ["year", "years"],
};

/** Event timing codes that a patient meets (hl7.org/fhir/R4/valueset-event-timing.html). */
const moments: Readonly<Record<string, string>> = {
  MORN: "in the morning",
  AFT: "in the afternoon",
  EVE: "in the evening",
  NIGHT: "at night",
  HS: "before sleep",
  WAKE: "after waking",
  C: "with a meal",
  CM: "with breakfast",
  CD: "with lunch",
  CV: "with dinner",
  AC: "before a meal",
  ACM: "before breakfast",
  ACD: "before lunch",
  ACV: "before dinner",
  PC: "after a meal",
  PCM: "after breakfast",
  PCD: "after lunch",
  PCV: "after dinner",
};

const counted = (digits: string, unit: string) => {
  const names = units[unit];
  if (!names) return [decimal(digits), unit].filter(Boolean).join(" ");
  return `${decimal(digits)} ${digits === "1" ? names[0] : names[1]}`;
};

/** "2 times every 1 day, in the morning, for 5 days" from a FHIR Timing; empty when it holds something else. */
export function timing(value: Json | undefined): string {
  const repeat = one(value, "repeat");
  const parts: string[] = [];
  const [frequency, most, length, unit] = ["frequency", "frequencyMax", "period", "periodUnit"].map((name) =>
    text(repeat, name),
  );
  if (length && unit) {
    const times = frequency
      ? `${frequency}${most ? ` to ${most}` : ""} ${frequency === "1" && !most ? "time" : "times"}`
      : "once";
    const every = length === "1" ? `every ${units[unit]?.[0] ?? unit}` : `every ${counted(length, unit)}`;
    parts.push(`${times} ${every}`);
  } else if (frequency) {
    parts.push(`${frequency} ${frequency === "1" ? "time" : "times"}`);
  }
  for (const when of all(repeat, "when")) if (typeof when === "string") parts.push(moments[when] ?? when);
  for (const clock of all(repeat, "timeOfDay")) if (typeof clock === "string") parts.push(`at ${clock.slice(0, 5)}`);
  for (const day of all(repeat, "dayOfWeek")) if (typeof day === "string") parts.push(`on ${day}`);
  const lasting =
    text(repeat, "boundsDuration") || quantity(one(repeat, "boundsDuration")) || range(one(repeat, "boundsRange"));
  if (lasting) parts.push(`for ${lasting}`);
  const between = period(one(repeat, "boundsPeriod"));
  if (between) parts.push(between);
  const code = concept(one(value, "code"));
  return [code, parts.join(", ")].filter(Boolean).join(": ");
}

/**
 * How to take a medicine, in one sentence. The author's own words win, and the coded parts follow only where there are no
 * such words: two sentences that differ would be worse than one.
 */
export function dosage(value: Json | undefined): string {
  const written = text(value, "text") || text(value, "patientInstruction");
  if (written)
    return [written, text(value, "text") ? text(value, "patientInstruction") : ""].filter(Boolean).join(". ");
  const dose = one(value, "doseAndRate");
  const amount = quantity(one(dose, "doseQuantity")) || range(one(dose, "doseRange"));
  const rate = quantity(one(dose, "rateQuantity")) || ratio(one(dose, "rateRatio")) || range(one(dose, "rateRange"));
  const needed =
    text(value, "asNeededBoolean") === "yes" ? "when needed" : concept(one(value, "asNeededCodeableConcept"));
  return [
    amount,
    rate && `at ${rate}`,
    timing(one(value, "timing")),
    concept(one(value, "route")),
    needed && needed !== "when needed" ? `when needed: ${needed}` : needed,
    ...all(value, "additionalInstruction").map(concept),
  ]
    .filter(Boolean)
    .join(", ");
}
