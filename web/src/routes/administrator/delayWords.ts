import { formatLocale } from "#lib/language.ts";

const units = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

/** A waiting time in its largest whole unit: "3 days", "36 hours", "1 minute". */
export function delayWords(seconds: number): string {
  const [unit, size] = units.find((each) => seconds >= each[1] && seconds % each[1] === 0) ?? ["second", 1];
  return new Intl.NumberFormat(formatLocale, { style: "unit", unit, unitDisplay: "long" }).format(seconds / size);
}
