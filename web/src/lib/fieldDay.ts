/** A day of the reader's own calendar as date fields hold it, whatever the language: "2026-11-12". */
export function fieldDay(at: Date | number = Date.now()): string {
  const date = new Date(at);
  const two = (number: number) => String(number).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
