import { csvOf } from "../export/csv.ts";
import { purposeWords } from "../words/purposeWords.ts";
import { endingWords } from "./endingWords.ts";
import type { NamedDisclosure } from "./readDisclosures.ts";

const COLUMNS = [
  "reader",
  "specialty",
  "account",
  "report",
  "reportId",
  "basis",
  "purpose",
  "from",
  "until",
  "ended",
  "endedBecause",
  "askedFor",
  "without",
  "transaction",
  "endTransaction",
] as const;

const BASES: Record<NamedDisclosure["why"], string> = {
  shared: "shared by the patient",
  "shared-everything": "everything shared by the patient",
  wrote: "wrote the report",
};

/** A line for each span, times as ISO 8601 in UTC. `titleOf` says what a report is called. See [Note: an accounting of disclosures]. */
export function disclosuresAsCsv(
  disclosures: readonly NamedDisclosure[],
  titleOf: (report: `0x${string}`) => string,
): string {
  return csvOf(
    COLUMNS,
    disclosures.map(({ doctor, report, why, purpose, from, until, ended, askedAt, without, transaction }) => ({
      reader: doctor.name,
      specialty: doctor.specialty,
      account: doctor.account,
      report: report === null ? "all reports" : titleOf(report),
      reportId: report,
      basis: BASES[why],
      purpose: purpose && purposeWords[purpose],
      from: isoOf(from),
      until: until === null ? null : isoOf(until),
      ended: ended && isoOf(ended.at),
      endedBecause: ended && endingWords[ended.why],
      askedFor: askedAt === null ? null : isoOf(askedAt),
      without: without.map((each) => `${titleOf(each.report)} from ${isoOf(each.at)}`).join("; ") || null,
      transaction,
      endTransaction: ended && ended.transaction,
    })),
  );
}

function isoOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
