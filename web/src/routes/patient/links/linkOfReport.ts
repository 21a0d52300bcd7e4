import { reportDocument } from "#lib/exchange/reportDocument.ts";
import type { LinkedFile } from "#lib/flows/makeLink.ts";
import type { OpenedReport } from "#lib/flows/openReport.ts";
import type { ReportRow } from "#lib/history/rows.ts";
import { m } from "#messages";
import type { PatientDesk } from "../patientDesk.svelte.ts";

/** One report for a link, as it is now. `bytes` is its document, already checked against what its author committed to. */
export function linkOfReport(
  desk: PatientDesk,
  { report, doctor }: ReportRow,
  { metadata }: OpenedReport,
  bytes: Uint8Array,
): LinkedFile {
  const author = doctor?.name ?? null;
  const patient = desk.profile.value?.name ?? null;
  const { chart } = desk;
  return {
    chart,
    report,
    label: m.links_label_report(),
    read: async () => reportDocument({ report, chart, metadata, author, patient }, bytes.slice(), Date.now()),
  };
}
