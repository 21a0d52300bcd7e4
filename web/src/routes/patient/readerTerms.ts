import { formatDate } from "#components/dates.ts";
import type { ReportReader } from "#lib/chain/readers.ts";
import { purposeWords } from "#lib/words/purposeWords.ts";
import { m } from "#messages";

/** On what terms somebody reads a report: "For treatment, until 22 Dec 2026". */
export function readerTerms({ purpose, readsAll, until }: ReportReader): string {
  return m.reports_sharing_terms({
    how: purpose === null ? "wrote" : readsAll ? "all" : "one",
    purpose: purpose === null ? "" : purposeWords[purpose],
    until: until === null ? "stop" : "day",
    day: until === null ? "" : formatDate(until, "day"),
  });
}
