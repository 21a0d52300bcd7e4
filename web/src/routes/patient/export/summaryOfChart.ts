import { exportSummary } from "#lib/export/exportSummary.ts";
import type { PatientDesk } from "../patientDesk.svelte.ts";

/** The patient's chart as a summary, from what can be opened now. `onReport` is called before each report. */
export async function summaryOfChart(
  desk: PatientDesk,
  onReport: (done: number, total: number) => void,
): ReturnType<typeof exportSummary> {
  await desk.open();
  const { app, chart } = desk;
  const rows = desk.reports.value?.rows ?? [];
  const reports = rows.map((row) => ({ row, opened: app.opened.get(row.report)?.value ?? null }));
  const details = desk.ownDetails.state === "saved" ? desk.ownDetails.row.report : null;
  return exportSummary(app, chart, details, reports, onReport);
}
