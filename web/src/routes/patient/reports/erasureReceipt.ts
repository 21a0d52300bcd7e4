import { formatDate } from "#components/dates.ts";
import { plainPhrase } from "#components/phrase.ts";
import type { AuditEvent } from "#lib/history/auditEvents.ts";
import type { PublicReport } from "#lib/history/publicReport.ts";
import { eventSentence } from "../../audit/eventSentence.ts";

/** Something about an erased report that stays on the public record. */
export type Remaining = { what: string; value: string };

/** Everything that stays on the public record of an erased report, for ever. */
export function whatRemains({ id, chart, holder, versions, payload }: PublicReport): Remaining[] {
  return [
    { what: "The report's number", value: id },
    { what: "Your chart's number", value: chart },
    { what: "The address of your wallet", value: holder },
    ...versions.map(({ version, commitment }) => ({
      what: versions.length > 1 ? `Digest of what version ${version} said` : "Digest of what it said",
      value: commitment,
    })),
    { what: "Digest of the locked copy, which is removed", value: payload },
  ];
}

/** The receipt as a text to keep. Nothing in it is from the report itself. */
export function erasureReceipt(report: PublicReport, events: readonly AuditEvent[]): string {
  const erasedAt = report.erasedAt === null ? "" : formatDate(report.erasedAt * 1000, "until");
  const happened = events
    .toReversed()
    .map(
      (event) =>
        `${formatDate(event.timestamp * 1000, "until")}  ${plainPhrase([...eventSentence(event)])}  ${event.transaction}`,
    );
  return [
    "Receipt for an erased report",
    "",
    `Erased on ${erasedAt}. Nobody can read it any more.`,
    "",
    "What stays on the public record for ever",
    "",
    ...whatRemains(report).map(({ what, value }) => `${what}: ${value}`),
    "",
    "What happened to it, with the transactions that say so",
    "",
    ...happened,
    "",
  ].join("\n");
}
