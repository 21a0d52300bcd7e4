import { plainPhrase } from "#components/phrase.ts";
import type { AuditEvent } from "#lib/history/auditEvents.ts";
import { eventSentence } from "../eventSentence.ts";

/** An event as one row of a table, with everything that the page knows of it. Times are ISO 8601, in UTC. */
export type EventRow = Record<(typeof EVENT_COLUMNS)[number], string | number | null>;

export const EVENT_COLUMNS = [
  "id",
  "time",
  "event",
  "isNewLock",
  "sentence",
  "actor",
  "sender",
  "account",
  "accountName",
  "chart",
  "holder",
  "report",
  "hospital",
  "hospitalName",
  "role",
  "purpose",
  "until",
  "requestedFor",
  "reason",
  "replaced",
  "dueAt",
  "block",
  "transaction",
] as const;

export function eventRow(event: AuditEvent): EventRow {
  const { id, name, actor, sender, account, chart, report, hospital, role, grant, replaced } = event;
  return {
    id,
    time: isoTime(event.timestamp),
    event: name,
    isNewLock: String(event.isNewLock),
    sentence: plainPhrase(eventSentence(event)),
    actor: actor?.address ?? null,
    sender: sender.address,
    account: account?.address ?? null,
    accountName: account?.name ?? null,
    chart: chart?.id ?? null,
    holder: chart?.holder ?? null,
    report,
    hospital: hospital?.id ?? null,
    hospitalName: hospital?.name ?? null,
    role,
    purpose: grant?.purpose ?? null,
    until: grant ? isoTime(grant.expiry) : null,
    requestedFor: event.requestedFor,
    reason: event.reason,
    replaced: replaced?.address ?? null,
    dueAt: event.dueAt === null ? null : isoTime(event.dueAt),
    block: event.block,
    transaction: event.transaction,
  };
}

/** Unix seconds as FHIR's `instant` and ISO 8601 have it, in UTC. */
export function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
