import type { Hex } from "viem";
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

type TitleOf = (report: Hex) => string;

const BASES: Record<NamedDisclosure["why"], string> = {
  shared: "shared by the patient",
  "shared-everything": "everything shared by the patient",
  wrote: "wrote the report",
};

/** A line for each span, times as ISO 8601 in UTC. `titleOf` says what a report is called. See [Note: an accounting of disclosures]. */
export function disclosuresAsCsv(disclosures: readonly NamedDisclosure[], titleOf: TitleOf): string {
  return csvOf(
    COLUMNS,
    disclosures.map(({ doctor, report, why, purpose, from, until, ended, askedAt, without, transaction }) => ({
      reader: doctor.name,
      specialty: doctor.specialty,
      account: doctor.account,
      report: report === null ? "all reports but those that are only shared one by one" : titleOf(report),
      reportId: report,
      basis: BASES[why],
      purpose: purpose && purposeWords[purpose],
      from: isoOf(from),
      until: until === null ? null : isoOf(until),
      ended: ended && isoOf(ended.at),
      endedBecause: ended && endingWords[ended.why],
      askedFor: askedAt === null ? null : isoOf(askedAt),
      without: without.map((each) => withoutText(each, titleOf)).join("; ") || null,
      transaction,
      endTransaction: ended && ended.transaction,
    })),
  );
}

function withoutText({ report, at, until }: NamedDisclosure["without"][number], titleOf: TitleOf): string {
  return `${titleOf(report)} from ${isoOf(at)}${until === null ? "" : ` until ${isoOf(until)}`}`;
}

function isoOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
