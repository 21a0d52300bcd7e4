import { formatLocale } from "#lib/language.ts";

const units = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

const word = (unit: string, count: number) =>
  new Intl.NumberFormat(formatLocale, { style: "unit", unit, unitDisplay: "long" }).format(count);

/** How long something still takes, by its two largest units: "2 days 3 hours", "59 minutes 8 seconds", "1 second". */
export function timeLeft(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  const first = units.findIndex(([, size]) => whole >= size);
  const [large, small] = first === -1 ? [units[3]] : units.slice(first, first + 2);
  if (!large) return "";
  const count = Math.floor(whole / large[1]);
  const rest = small ? Math.floor((whole % large[1]) / small[1]) : 0;
  return small && rest > 0 ? `${word(large[0], count)} ${word(small[0], rest)}` : word(large[0], count);
}
