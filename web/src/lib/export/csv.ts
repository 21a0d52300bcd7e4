export type Cell = string | number | null;

/** RFC 4180: a line of names, then a line for each row, ended by CRLF. Null is empty. */
export function csvOf<Column extends string>(
  columns: readonly Column[],
  rows: readonly Readonly<Record<Column, Cell>>[],
): string {
  const lines = rows.map((row) => columns.map((column) => cellText(row[column])).join(","));
  return [columns.join(","), ...lines].map((line) => `${line}\r\n`).join("");
}

function cellText(value: Cell): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = isFormula(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Names are written by strangers, and a spreadsheet takes a text that begins so for a formula. */
function isFormula(text: string): boolean {
  return /^[=+\-@\t\r]/.test(text);
}
