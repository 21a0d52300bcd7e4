import { m } from "#messages";
import type { SharedWith } from "./sharedByPerson.ts";

/** A chart's sharing in a sentence or two. The patient's own details count as a report only where they are among those given. */
export function sharingInShort(people: readonly SharedWith[], reports: readonly string[]): string {
  const read = people.map(({ reports: theirs }) => theirs.filter(({ row }) => reports.includes(row.report)));
  const doctors = read.filter(({ length }) => length > 0).length;
  const shared = new Set(read.flat().map(({ row }) => row.report)).size;
  const alone = reports.length - shared;
  if (reports.length === 0) return m.reports_sharing_lede();
  if (doctors === 0) return m.reports_sharing_short_nobody({ reports: reports.length });
  const some = m.reports_sharing_short_doctors({ doctors, reports: reports.length });
  if (reports.length === 1) return some;
  return `${some} ${alone > 0 ? m.reports_sharing_short_alone({ count: alone }) : m.reports_sharing_short_none_alone()}`;
}
