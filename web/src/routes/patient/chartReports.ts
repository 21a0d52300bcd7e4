import type { ChartId } from "@chartkey/protocol/chart";
import type { ReportId } from "@chartkey/protocol/report-id";
import type { App } from "#lib/app.ts";
import { readReaders, type Decisions, type ReportReader } from "#lib/chain/readers.ts";
import { standingReaders } from "#lib/chain/standingReaders.ts";
import { readChartConsents } from "#lib/history/consents.ts";
import { readChartReports } from "#lib/history/reports.ts";
import type { ReportRow, StandingConsentRow } from "#lib/history/rows.ts";
import { readChartStandingConsents } from "#lib/history/standingConsents.ts";

/** A patient's reports with who can read each. What was erased is kept apart: nobody can open it. */
export type ChartReports = Decisions & {
  rows: readonly ReportRow[];
  erased: readonly ReportRow[];
  /** The consents by which a doctor can read whatever is added now. */
  ofAll: readonly StandingConsentRow[];
  readers: ReadonlyMap<ReportId, readonly ReportReader[]>;
};

/** Reads the reports of a chart, and asks the contract who can read them now. */
export async function readChart(
  { chain, history }: Pick<App, "chain" | "history">,
  chart: ChartId,
): Promise<ChartReports> {
  const [all, consents, standing] = await Promise.all([
    readChartReports(history, chart),
    readChartConsents(history, chart),
    readChartStandingConsents(history, chart),
  ]);
  const rows = all.filter(({ status }) => status !== "ERASED");
  const erased = all.filter(({ status }) => status === "ERASED");
  const [ofAll, readers] = await Promise.all([
    standingReaders(chain, standing),
    readReaders(chain, rows, { consents, standing }, Date.now()),
  ]);
  return { rows, erased, ofAll, consents, standing, readers };
}
