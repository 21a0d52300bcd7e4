import type { ReportMetadata, ReportType } from "@chartkey/protocol/report-metadata";
import type { ReportRow } from "#lib/history/rows.ts";
import { reportTypeWords } from "#lib/words/reportTypeWords.ts";

/** A report with what it says of itself; `closed` says why it cannot be opened. Both null while it is being opened. */
export type ListedReport = {
  row: ReportRow;
  metadata: ReportMetadata | null;
  closed: string | null;
  /** The patient objects to it. */
  disputed: boolean;
};

/** What is shown besides one type: everything, or what the patient objects to. */
export const SHOW_ALL = "all";
export const SHOW_DISPUTED = "disputed";

export type Month = { /** Milliseconds: its first day. */ month: number; reports: readonly ListedReport[] };

/** A few reports of one month; only the first few bring the month's name. */
export type Group = { key: string; month: number | null; isLast: boolean; reports: readonly ListedReport[] };

/** Reports drawn together: few enough that a long list scrolls without a jerk. */
const GROUP = 8;
/** Reports that are drawn all at once. */
const FEW = 100;

/** Months in groups. Where all of it is short, each month is one. */
export function groupsOf(months: readonly Month[]): Group[] {
  const all = months.reduce((sum, { reports }) => sum + reports.length, 0);
  const size = all > FEW ? GROUP : FEW;
  return months.flatMap(({ month, reports }) => {
    const count = Math.ceil(reports.length / size);
    return Array.from({ length: count }, (_, index) => ({
      key: `${month}-${index}`,
      month: index === 0 ? month : null,
      isLast: index === count - 1,
      reports: reports.slice(index * size, (index + 1) * size),
    }));
  });
}

/**
 * The list as shown: by month of the document's own date (of its adding where that is unknown), newest first, narrowed by words and
 * type, or to what the patient disputes. The patient's own details are no part of it. `types` are those that occur and `disputed`
 * the objections, with their number before narrowing.
 */
export function reportList(
  all: readonly ListedReport[],
  { query, type }: { query: string; type: string },
): { types: { type: ReportType; count: number }[]; disputed: number; months: Month[] } {
  const reports = all.filter(({ metadata }) => metadata?.type !== "profile");
  const byType = Map.groupBy(reports, ({ metadata }) => metadata?.type);
  const types = [...byType].flatMap(([each, some]) => (each ? [{ type: each, count: some.length }] : []));

  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const shown = reports
    .filter(({ metadata, disputed }) =>
      type === SHOW_DISPUTED ? disputed : type === SHOW_ALL || metadata?.type === type,
    )
    .filter((report) => words.every((word) => haystack(report).includes(word)))
    .toSorted((a, b) => timeOf(b) - timeOf(a) || b.row.at - a.row.at);
  const byMonth = Map.groupBy(shown, (report) => monthOf(timeOf(report)));
  const disputed = reports.filter((report) => report.disputed).length;
  return { types, disputed, months: [...byMonth].map(([month, some]) => ({ month, reports: some })) };
}

function haystack({ row, metadata }: ListedReport): string {
  const type = metadata ? reportTypeWords[metadata.type] : "";
  return [metadata?.title, type, row.doctor?.name, metadata?.date, metadata?.filename].join(" ").toLocaleLowerCase();
}

const timeOf = ({ row, metadata }: ListedReport) => (metadata ? Date.parse(metadata.date) : row.at * 1000);

function monthOf(time: number): number {
  const date = new Date(time);
  return new Date(date.getFullYear(), date.getMonth()).getTime();
}
