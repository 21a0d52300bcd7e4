import { csvOf } from "#lib/export/csv.ts";
import type { AuditEvent } from "#lib/history/auditEvents.ts";
import { EVENT_COLUMNS, eventRow } from "./eventRow.ts";

/** A line for each event, with everything that the page knows of it. */
export function eventsAsCsv(events: readonly AuditEvent[]): string {
  return csvOf(EVENT_COLUMNS, events.map(eventRow));
}
