import type { ReportType } from "@chartkey/protocol/report-metadata";
import { m } from "#messages";

/** What each type of report is called. */
export const reportTypeWords: Record<ReportType, string> = {
  prescription: m.words_type_prescription(),
  laboratory: m.words_type_laboratory(),
  imaging: m.words_type_imaging(),
  discharge: m.words_type_discharge(),
  vaccination: m.words_type_vaccination(),
  letter: m.words_type_letter(),
  other: m.words_type_other(),
  profile: m.words_type_profile(),
  remark: m.words_type_remark(),
};

/** What a document of each type is called, as in "Laboratory report of 12 November 2026". */
export const documentWords: Record<ReportType, string> = {
  ...reportTypeWords,
  laboratory: m.words_document_laboratory(),
  imaging: m.words_document_imaging(),
  discharge: m.words_document_discharge(),
  other: m.words_document_other(),
};
