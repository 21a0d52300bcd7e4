import type { ChartId } from "@chartkey/protocol/chart";
import type { ReportId } from "@chartkey/protocol/report-id";
import type { App } from "../app.ts";
import { FHIR } from "../documents/fileKind.ts";
import { ipsDocument, type Summary, type SummaryReport } from "../exchange/ipsDocument.ts";
import { openDocument, type OpenedReport } from "../flows/openReport.ts";
import type { ReportRow } from "../history/rows.ts";

/** Beyond this a record is only named: it is taken apart in memory. */
const LONGEST_RECORD = 50 * 2 ** 20;

/**
 * The chart as a patient summary for other programs. Withdrawn reports and earlier details of the patient are no part of it; what could
 * not be opened is counted.
 *
 * @param details The report that holds the patient's own details now; null where there is none
 * @param reports All of the chart, with their heads where they could be opened
 * @param onReport Called before each report
 */
export async function exportSummary(
  app: App,
  chart: ChartId,
  details: ReportId | null,
  reports: readonly { row: ReportRow; opened: OpenedReport | null }[],
  onReport: (done: number, total: number) => void,
): Promise<Summary & { closed: number }> {
  let profile: string | null = null;
  let closed = 0;
  const inSummary: SummaryReport[] = [];
  const live = reports.filter(({ row }) => row.status === "LIVE");
  for (const [index, { row, opened }] of live.entries()) {
    onReport(index, live.length);
    try {
      if (!opened) throw new TypeError("It was not opened.");
      const { metadata } = opened;
      const isDetails = row.report === details;
      if (metadata.type === "profile" && row.doctor === null && !isDetails) continue;
      const isRecord = metadata.mediaType === FHIR.media && metadata.length <= LONGEST_RECORD;
      const json = isRecord ? await (await openDocument(app, opened)).text() : null;
      if (isDetails) profile = json;
      else inSummary.push({ report: row.report, metadata, json });
    } catch {
      // Named by its number: why, its own page says.
      closed++;
    }
  }
  onReport(live.length, live.length);
  return { ...ipsDocument(chart, profile, inSummary, Date.now()), closed };
}
