import type { ReportMetadata, ReportType } from "@chartkey/protocol/report-metadata";
import { formatDate } from "#components/dates.ts";
import { shortAddress } from "#components/names.ts";
import { noonOf } from "#lib/fieldDay.ts";
import type { ReportRow } from "#lib/history/rows.ts";
import { formatLocale } from "#lib/language.ts";
import { withoutAccents } from "#lib/withoutAccents.ts";
import { reportTypeWords } from "#lib/words/reportTypeWords.ts";
import { m } from "#messages";

/** A report with what it says of itself, or `closed`: why it cannot be opened. */
export type ListedReport = {
  row: ReportRow;
  metadata: ReportMetadata | null;
  closed: string | null;
  /** The patient objects to it. */
  disputed: boolean;
  /** A doctor added it, and it was not opened on this device. */
  isNew: boolean;
  /** Somebody besides the patient can read it now. */
  isShared: boolean;
};

/** What the list is narrowed to. Every part is `SHOW_ALL` (the words: empty) where it narrows nothing. */
export type Filter = {
  /** Words that are all to occur. */
  query: string;
  /** `SHOW_NEW`, `SHOW_SHARED` or `SHOW_ONLY_YOU`. */
  show: string;
  /** A type of report, or `SHOW_DISPUTED`. */
  type: string;
  /** Account of the doctor who added it, or `OWN`. */
  doctor: string;
  /** A year, as "2026", or `LAST_12_MONTHS`. */
  date: string;
};

export const SHOW_ALL = "all";
export const SHOW_NEW = "new";
export const SHOW_SHARED = "shared";
/** What nobody but the patient can read. */
export const SHOW_ONLY_YOU = "only-you";
/** What the patient objects to, whatever its type. */
export const SHOW_DISPUTED = "disputed";
/** What patients added themselves. */
export const OWN = "own";
export const LAST_12_MONTHS = "last-12-months";
export const NO_FILTER: Filter = { query: "", show: SHOW_ALL, type: SHOW_ALL, doctor: SHOW_ALL, date: SHOW_ALL };

export type Order = "newest" | "oldest" | "title" | "doctor";

/** A report with all that it is found and put in order by, so that typing compares what is ready. */
export type Entry = {
  report: ListedReport;
  words: string;
  type: ReportType | null;
  disputed: boolean;
  title: string | null;
  /** What the title is put in order by, see `orderKey` */
  titleKey: string | null;
  doctorName: string | null;
  doctorKey: string | null;
  doctor: string;
  /** Milliseconds: the document's own date, or when it was added where that is unknown. */
  time: number;
  year: string;
  /** Milliseconds: the first day of its month. */
  month: number;
};

/** All reports, and what there is to choose among them. */
export type Catalogue = {
  /** Newest first. */
  entries: readonly Entry[];
  types: readonly { type: ReportType; count: number }[];
  disputed: number;
  isNew: number;
  shared: number;
  /** By name; the patient's own reports, `OWN`, come last and have none. */
  doctors: readonly { doctor: string; name: string | null }[];
  /** Newest first. */
  years: readonly string[];
};

/** A month of the list, or all of it where it does not go by time. */
export type Section = { /** Milliseconds: its first day. */ month: number | null; reports: readonly ListedReport[] };

/** A few reports of one section; only the first few bring the month's name. */
export type Group = {
  key: string;
  month: number | null;
  /** Of its section */
  isFirst: boolean;
  isLast: boolean;
  reports: readonly ListedReport[];
};

/** Reports drawn together: few enough that a long list scrolls without a jerk. */
const GROUP = 4;
/** Reports that are drawn all at once. */
const FEW = 40;

/** Sections in groups. Where all of it is short, each section is one. */
export function groupsOf(sections: readonly Section[]): Group[] {
  const all = sections.reduce((sum, { reports }) => sum + reports.length, 0);
  const size = all > FEW ? GROUP : FEW;
  return sections.flatMap(({ month, reports }) => {
    const count = Math.ceil(reports.length / size);
    return Array.from({ length: count }, (_, index) => ({
      key: `${month}-${index}`,
      month: index === 0 ? month : null,
      isFirst: index === 0,
      isLast: index === count - 1,
      reports: reports.slice(index * size, (index + 1) * size),
    }));
  });
}

/** Made once for the reports there are. The patient's own details are no part of it. */
export function catalogueOf(all: readonly ListedReport[]): Catalogue {
  const reports = all.filter(({ metadata }) => metadata?.type !== "profile");
  const entries = reports.map(entryOf).toSorted(comparisons.newest);
  const byType = Map.groupBy(entries, ({ type }) => type);
  return {
    entries,
    types: [...byType].flatMap(([type, some]) => (type ? [{ type, count: some.length }] : [])),
    disputed: entries.filter(({ disputed }) => disputed).length,
    isNew: entries.filter(({ report }) => report.isNew).length,
    shared: entries.filter(({ report }) => report.isShared).length,
    doctors: doctorsOf(entries),
    years: [...new Set(entries.map(({ year }) => year))],
  };
}

/** In the order asked for, and newest first among equals. What has no title, and what no doctor added, comes last. */
export function inOrder(entries: readonly Entry[], order: Order): Entry[] {
  return entries.toSorted((a, b) => comparisons[order](a, b) || comparisons.newest(a, b));
}

/** Those that every part of the filter lets through, in the order they came. The last 12 months are those before `now`. */
export function matching(entries: readonly Entry[], filter: Filter, now = Date.now()): Entry[] {
  const { show, type, doctor, date } = filter;
  const words = withoutAccents(filter.query).split(/\s+/).filter(Boolean);
  const since = yearBefore(now);
  const isToShow = ({ report: { isNew, isShared } }: Entry) =>
    show === SHOW_ALL || (show === SHOW_NEW ? isNew : isShared === (show === SHOW_SHARED));
  const isOfType = (entry: Entry) =>
    type === SHOW_ALL || (type === SHOW_DISPUTED ? entry.disputed : entry.type === type);
  const isOfDate = ({ time, year }: Entry) =>
    date === SHOW_ALL || (date === LAST_12_MONTHS ? time >= since : year === date);
  return entries.filter(
    (entry) =>
      isToShow(entry) &&
      isOfType(entry) &&
      (doctor === SHOW_ALL || entry.doctor === doctor) &&
      isOfDate(entry) &&
      words.every((word) => entry.words.includes(word)),
  );
}

/** The parts of the filter that narrow the list. */
export function activeParts(filter: Filter): (keyof Filter)[] {
  const parts = Object.keys(NO_FILTER) as (keyof Filter)[];
  return parts.filter((part) => filter[part].trim() !== NO_FILTER[part]);
}

/** Where nothing matches: each part of the filter that hides something all by itself, with how many would match without it. */
export function hiding(
  entries: readonly Entry[],
  filter: Filter,
  now = Date.now(),
): { part: keyof Filter; count: number }[] {
  return activeParts(filter)
    .map((part) => ({ part, count: matching(entries, { ...filter, [part]: NO_FILTER[part] }, now).length }))
    .filter(({ count }) => count > 0);
}

/** By month where the order is one of time, else all in one. */
export function sectionsOf(entries: readonly Entry[], order: Order): Section[] {
  const isByTime = order === "newest" || order === "oldest";
  const sections = Map.groupBy(entries, ({ month }) => (isByTime ? month : null));
  return [...sections].map(([month, some]) => ({ month, reports: some.map(({ report }) => report) }));
}

// One of them for all: making one takes longer than a thousand comparisons.
const { compare } = new Intl.Collator(formatLocale, { numeric: true });

/**
 * A name without case and accents, its numbers of one length, so that "Report 9" comes before "Report 10" letter by letter. A collator
 * that compares 10,000 names with each other keeps a page from drawing for a quarter of a second.
 */
function orderKey(name: string): string {
  return withoutAccents(name).replaceAll(/\d+/g, (digits) => digits.padStart(12, "0"));
}

/** By `orderKey`, where that differs; what has no name comes last. */
function byName(a: string | null, aKey: string | null, b: string | null, bKey: string | null): number {
  if (aKey === bKey) return a === b ? 0 : compare(a ?? "", b ?? "");
  if (aKey === null || bKey === null) return Number(aKey === null) - Number(bKey === null);
  return aKey < bKey ? -1 : 1;
}

const comparisons: Record<Order, (a: Entry, b: Entry) => number> = {
  newest: (a, b) => b.time - a.time || b.report.row.at - a.report.row.at,
  oldest: (a, b) => a.time - b.time || a.report.row.at - b.report.row.at,
  title: (a, b) => byName(a.title, a.titleKey, b.title, b.titleKey),
  doctor: (a, b) => byName(a.doctorName, a.doctorKey, b.doctorName, b.doctorKey) || compareAccounts(a.doctor, b.doctor),
};

const compareAccounts = (a: string, b: string) => (a === b ? 0 : a < b ? -1 : 1);

const writtenMonths = new Map<number, string>();

function monthWords(month: number): string {
  const written = writtenMonths.get(month) ?? formatDate(month, "month");
  writtenMonths.set(month, written);
  return written;
}

const listed = new WeakMap<ReportRow, ListedReport>();

/** The same object as before while nothing of it changed: lists of thousands are made anew while their reports are opened. */
export function listedReport(report: ListedReport): ListedReport {
  const before = listed.get(report.row);
  const isSame =
    before?.metadata === report.metadata &&
    before.closed === report.closed &&
    before.disputed === report.disputed &&
    before.isNew === report.isNew &&
    before.isShared === report.isShared;
  if (isSame) return before;
  listed.set(report.row, report);
  return report;
}

const entries = new WeakMap<ListedReport, Entry>();

function entryOf(report: ListedReport): Entry {
  const entry = entries.get(report) ?? makeEntry(report);
  entries.set(report, entry);
  return entry;
}

/** What a report is found by, made once for as long as it is open, also when its row is read anew. */
const known = new WeakMap<ReportMetadata, Found>();
type Found = Omit<Entry, "report" | "disputed">;

function makeEntry(report: ListedReport): Entry {
  const { row, metadata, disputed } = report;
  let found = metadata ? known.get(metadata) : undefined;
  if (!found || found.doctor !== (row.doctor?.account ?? OWN) || found.doctorName !== (row.doctor?.name ?? null)) {
    found = foundBy(report);
    if (metadata) known.set(metadata, found);
  }
  return { ...found, report, disputed };
}

/** What the list says of what patients added themselves. */
const OWN_WORDS = `${m.reports_added_by_you()} ${m.components_row_self_reported()}`;

function foundBy({ row, metadata }: ListedReport): Found {
  const time = metadata ? noonOf(metadata.date).getTime() : row.at * 1000;
  const date = new Date(time);
  const month = new Date(date.getFullYear(), date.getMonth()).getTime();
  const type = metadata ? reportTypeWords[metadata.type] : "";
  const [title, doctorName] = [metadata?.title ?? null, row.doctor?.name ?? null];
  const author = doctorName ?? OWN_WORDS;
  return {
    words: withoutAccents([title, type, author, metadata?.date, monthWords(month), metadata?.filename].join(" ")),
    type: metadata?.type ?? null,
    title,
    titleKey: title === null ? null : orderKey(title),
    doctorName,
    doctorKey: doctorName === null ? null : orderKey(doctorName),
    doctor: row.doctor?.account ?? OWN,
    time,
    year: String(date.getFullYear()),
    month,
  };
}

function doctorsOf(entries: readonly Entry[]): Catalogue["doctors"] {
  const all = [...new Map(entries.map(({ doctor, doctorName }) => [doctor, doctorName]))].map(([doctor, name]) => ({
    doctor,
    name,
  }));
  const alike = Map.groupBy(all, ({ name }) => name);
  return all
    .map((each) => ({
      ...each,
      // Two people may have the same name.
      name: alike.get(each.name)?.length === 1 ? each.name : `${each.name} (${shortAddress(each.doctor)})`,
    }))
    .toSorted((a, b) =>
      a.name === null || b.name === null ? Number(a.name === null) - Number(b.name === null) : compare(a.name, b.name),
    );
}

function yearBefore(now: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear() - 1, date.getMonth(), date.getDate()).getTime();
}
