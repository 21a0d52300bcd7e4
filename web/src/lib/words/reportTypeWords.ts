import type { ReportType } from "@chartkey/protocol/report-metadata";

/** What each type of report is called. */
export const reportTypeWords: Record<ReportType, string> = {
  prescription: "Prescription",
  laboratory: "Laboratory",
  imaging: "Imaging",
  discharge: "Discharge",
  vaccination: "Vaccination",
  letter: "Letter",
  other: "Other",
  profile: "Personal details",
  remark: "Remark",
};
