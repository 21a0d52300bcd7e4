import { isAddress, isHex, type Address, type Hex } from "viem";
import type { EventFilter, EventName } from "#lib/history/auditEvents.ts";
import { m } from "#messages";
import { eventGroups, eventKinds, type EventGroup } from "./eventKinds.ts";

/** The filter as people fill it in; every part may be empty. Kept in the page's address, so that it can be passed on. */
export type FilterForm = {
  /** A group of events, or one event by name. */
  event: string;
  account: string;
  report: string;
  /** Days as 2026-12-22, in the reader's own time zone; both included. */
  from: string;
  until: string;
};

export type FilterErrors = Partial<Record<keyof FilterForm, string>>;

const parts = ["event", "account", "report", "from", "until"] as const;

export function formOf(search: Pick<URLSearchParams, "get">): FilterForm {
  const value = (part: keyof FilterForm) => search.get(part)?.trim() ?? "";
  return {
    event: value("event"),
    account: value("account"),
    report: value("report"),
    from: value("from"),
    until: value("until"),
  };
}

/** The form as the end of an address: "?event=consents", or nothing. */
export function searchOf(form: FilterForm): string {
  const search = new URLSearchParams();
  for (const part of parts) if (form[part].trim() !== "") search.set(part, form[part].trim());
  return search.size > 0 ? `?${search}` : "";
}

/** What to ask the index; parts with an error ask for nothing. */
export function filterOf(form: FilterForm): { filter: EventFilter; errors: FilterErrors } {
  const filter: EventFilter = {};
  const errors: FilterErrors = {};

  const names = namesOf(form.event);
  if (names) filter.names = names;

  const account = form.account.trim();
  if (isAddress(account, { strict: false })) filter.account = account as Address;
  else if (account) errors.account = m.words_event_filter_account();

  const report = form.report.trim();
  if (isHex(report) && report.length === 66) filter.report = report.toLowerCase() as Hex;
  else if (report) errors.report = m.words_event_filter_report();

  const from = dayOf(form.from);
  const until = dayOf(form.until);
  if (form.from && from === null) errors.from = m.words_event_filter_day();
  if (form.until && until === null) errors.until = m.words_event_filter_day();
  if (from && until && until < from) errors.until = m.words_event_filter_order();
  if (from !== null && !errors.from) filter.from = from.getTime() / 1000;
  if (until !== null && !errors.until) filter.until = nextDay(until).getTime() / 1000 - 1;

  return { filter, errors };
}

function namesOf(event: string): readonly EventName[] | null {
  if (Object.hasOwn(eventGroups, event)) return eventGroups[event as EventGroup];
  if (Object.hasOwn(eventKinds, event)) return [event as EventName];
  return null;
}

/** Midnight at the beginning of a day. */
function dayOf(text: string): Date | null {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text.trim()) ?? [];
  if (!year || !month || !day) return null;
  const date = new Date(Number(year), Number(month) - 1, Number(day));
  return date.getMonth() === Number(month) - 1 && date.getDate() === Number(day) ? date : null;
}

/** Days are not always 24 hours long. */
function nextDay(date: Date): Date {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1);
}
