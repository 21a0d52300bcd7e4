import { formatDate } from "#components/dates.ts";
import { plainPhrase } from "#components/phrase.ts";
import type { AuditEvent } from "#lib/history/auditEvents.ts";
import type { PublicReport } from "#lib/history/publicReport.ts";
import { m } from "#messages";
import { eventSentence } from "../../audit/eventSentence.ts";

/** Something about an erased report that stays on the public record. */
export type Remaining = { what: string; value: string };

/** Everything that stays on the public record of an erased report, for ever. */
export function whatRemains({ id, chart, holder, versions, payload }: PublicReport): Remaining[] {
  return [
    { what: m.reports_receipt_report_number(), value: id },
    { what: m.reports_receipt_chart_number(), value: chart },
    { what: m.reports_receipt_wallet_address(), value: holder },
    ...versions.map(({ version, commitment }) => ({
      what: versions.length > 1 ? m.reports_receipt_digest_of_version({ version }) : m.reports_receipt_digest(),
      value: commitment,
    })),
    { what: m.reports_receipt_digest_of_copy(), value: payload },
  ];
}

/**
 * The receipt as a text to keep. Nothing in it is from the report itself.
 *
 * @param isUnfinished Something of it may still be stored.
 */
export function erasureReceipt(report: PublicReport, events: readonly AuditEvent[], isUnfinished: boolean): string {
  const erasedAt = report.erasedAt === null ? "" : formatDate(report.erasedAt * 1000, "until");
  const happened = events
    .toReversed()
    .map(
      (event) =>
        `${formatDate(event.timestamp * 1000, "until")}  ${plainPhrase([...eventSentence(event)])}  ${event.transaction}`,
    );
  return [
    m.reports_receipt_title(),
    "",
    m.reports_receipt_erased_on({ moment: erasedAt }),
    "",
    ...(isUnfinished ? [m.reports_receipt_unfinished(), ""] : []),
    m.reports_receipt_what_stays(),
    "",
    ...whatRemains(report).map(({ what, value }) => m.reports_receipt_line({ what, value })),
    "",
    m.reports_receipt_what_happened(),
    "",
    ...happened,
    "",
  ].join("\n");
}
