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

/** What a document of each type is called, as in "Laboratory report of 12 November 2026". */
export const documentWords: Record<ReportType, string> = {
  ...reportTypeWords,
  laboratory: "Laboratory report",
  imaging: "Imaging report",
  discharge: "Discharge report",
  other: "Report",
};
