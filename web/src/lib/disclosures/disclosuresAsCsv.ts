import type { Hex } from "viem";
import { m } from "#messages";
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
  shared: m.flows_disclosures_shared(),
  "shared-everything": m.flows_disclosures_shared_everything(),
  wrote: m.flows_disclosures_wrote(),
};

/** A line for each span, times as ISO 8601 in UTC. `titleOf` says what a report is called. See [Note: an accounting of disclosures]. */
export function disclosuresAsCsv(disclosures: readonly NamedDisclosure[], titleOf: TitleOf): string {
  return csvOf(
    COLUMNS,
    disclosures.map(({ doctor, report, why, purpose, from, until, ended, askedAt, without, transaction }) => ({
      reader: doctor.name,
      specialty: doctor.specialty,
      account: doctor.account,
      report: report === null ? m.flows_disclosures_all_reports() : titleOf(report),
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
  const span = { title: titleOf(report), from: isoOf(at) };
  return until === null
    ? m.flows_disclosures_without(span)
    : m.flows_disclosures_without_until({ ...span, until: isoOf(until) });
}

function isoOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
