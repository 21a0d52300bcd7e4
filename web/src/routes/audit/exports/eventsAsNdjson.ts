import type { AuditEvent } from "#lib/history/auditEvents.ts";
import { eventRow } from "./eventRow.ts";

/** One JSON object a line. */
export function eventsAsNdjson(events: readonly AuditEvent[]): string {
  return events.map((event) => `${JSON.stringify(eventRow(event))}\n`).join("");
}
