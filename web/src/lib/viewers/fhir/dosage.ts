import { m } from "#messages";
import { all, one, text, type Json } from "./fhirJson.ts";
import { concept, decimal, period, quantity, range, ratio } from "./fhirValues.ts";

/** Event timing codes that a patient meets (hl7.org/fhir/R4/valueset-event-timing.html). */
const moments: Readonly<Record<string, string>> = {
  MORN: m.fhir_dosage_in_the_morning(),
  AFT: m.fhir_dosage_in_the_afternoon(),
  EVE: m.fhir_dosage_in_the_evening(),
  NIGHT: m.fhir_dosage_at_night(),
  HS: m.fhir_dosage_before_sleep(),
  WAKE: m.fhir_dosage_after_waking(),
  C: m.fhir_dosage_with_a_meal(),
  CM: m.fhir_dosage_with_breakfast(),
  CD: m.fhir_dosage_with_lunch(),
  CV: m.fhir_dosage_with_dinner(),
  AC: m.fhir_dosage_before_a_meal(),
  ACM: m.fhir_dosage_before_breakfast(),
  ACD: m.fhir_dosage_before_lunch(),
  ACV: m.fhir_dosage_before_dinner(),
  PC: m.fhir_dosage_after_a_meal(),
  PCM: m.fhir_dosage_after_breakfast(),
  PCD: m.fhir_dosage_after_lunch(),
  PCV: m.fhir_dosage_after_dinner(),
};

const timesOf = (frequency: string, most = "") =>
  most
    ? m.fhir_dosage_times_range({ least: decimal(frequency), most: decimal(most) })
    : m.fhir_dosage_times({ count: Number(frequency), n: decimal(frequency) });

/** "2 times every 1 day, in the morning, for 5 days" from a FHIR Timing; empty when it holds something else. */
export function timing(value: Json | undefined): string {
  const repeat = one(value, "repeat");
  const parts: string[] = [];
  const [frequency, most, length, unit] = ["frequency", "frequencyMax", "period", "periodUnit"].map((name) =>
    text(repeat, name),
  );
  if (length && unit) {
    const times = frequency ? timesOf(frequency, most) : m.fhir_dosage_once();
    const every =
      length === "1" ? m.fhir_dosage_every_one({ unit }) : m.fhir_dosage_every({ unit, n: decimal(length) });
    parts.push(m.fhir_dosage_times_every({ times, every }));
  } else if (frequency) {
    parts.push(timesOf(frequency));
  }
  for (const when of all(repeat, "when")) if (typeof when === "string") parts.push(moments[when] ?? when);
  for (const clock of all(repeat, "timeOfDay"))
    if (typeof clock === "string") parts.push(m.fhir_dosage_at({ time: clock.slice(0, 5) }));
  for (const day of all(repeat, "dayOfWeek")) if (typeof day === "string") parts.push(m.fhir_dosage_on({ day }));
  const lasting =
    text(repeat, "boundsDuration") || quantity(one(repeat, "boundsDuration")) || range(one(repeat, "boundsRange"));
  if (lasting) parts.push(m.fhir_dosage_for({ duration: lasting }));
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
  const [written, instruction] = [text(value, "text"), text(value, "patientInstruction")];
  if (written && instruction) return m.fhir_dosage_with_instruction({ written, instruction });
  if (written || instruction) return written || instruction;
  const dose = one(value, "doseAndRate");
  const amount = quantity(one(dose, "doseQuantity")) || range(one(dose, "doseRange"));
  const rate = quantity(one(dose, "rateQuantity")) || ratio(one(dose, "rateRatio")) || range(one(dose, "rateRange"));
  const reason = concept(one(value, "asNeededCodeableConcept"));
  const limit = one(value, "maxDosePerPeriod");
  const [most, within] = [quantity(one(limit, "numerator")), quantity(one(limit, "denominator"))];
  const atATime = quantity(one(value, "maxDosePerAdministration"));
  return [
    amount,
    rate && m.fhir_dosage_rate({ rate }),
    timing(one(value, "timing")),
    concept(one(value, "route")),
    text(value, "asNeededBoolean") === "yes"
      ? m.fhir_dosage_when_needed()
      : reason && m.fhir_dosage_when_needed_for({ reason }),
    most && within && m.fhir_dosage_at_most({ amount: most, period: within }),
    atATime && m.fhir_dosage_at_most_at_a_time({ amount: atATime }),
    ...all(value, "additionalInstruction").map(concept),
  ]
    .filter(Boolean)
    .join(", ");
}
