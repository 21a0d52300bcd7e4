import type { AuditEvent } from "#lib/history/auditEvents.ts";
import { EVENT_COLUMNS, eventRow } from "./eventRow.ts";

/** RFC 4180: a line of names, then a line for each event, ended by CRLF. Null is empty. */
export function eventsAsCsv(events: readonly AuditEvent[]): string {
  const rows = events.map(eventRow).map((row) => EVENT_COLUMNS.map((column) => cell(row[column])).join(","));
  return [EVENT_COLUMNS.join(","), ...rows].map((line) => `${line}\r\n`).join("");
}

function cell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = isFormula(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Names are written by strangers, and a spreadsheet takes a text that begins so for a formula. */
function isFormula(text: string): boolean {
  return /^[=+\-@\t\r]/.test(text);
}
