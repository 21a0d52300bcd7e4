/** A day of the reader's own calendar as date fields hold it, whatever the language: "2026-11-12". */
export function fieldDay(at: Date | number = Date.now()): string {
  const date = new Date(at);
  const two = (number: number) => String(number).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Noon of such a day where the reader is. Read as a date of its own, it is a moment of UTC, which is the day before west of there. */
export function noonOf(day: string): Date {
  return new Date(`${day}T12:00`);
}
