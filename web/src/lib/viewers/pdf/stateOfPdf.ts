import { openPdf, PdfBrokenError, PdfLockedError } from "./openPdf.ts";

/** Bytes at the end of a file in which a PDF says where its parts are (ISO 32000-1 §7.5.5), with room for what mail adds. */
const TAIL = 2 ** 16;

/**
 * Whether readers will see a PDF: "broken" when it cannot be opened, or its end or one of its pages is not in it, "locked" when it asks for a
 * password, "unknown" when what opens PDFs is not to be had.
 */
export async function stateOfPdf(bytes: Uint8Array): Promise<"whole" | "broken" | "locked" | "unknown"> {
  let pdf;
  try {
    pdf = await openPdf(bytes);
  } catch (error) {
    if (error instanceof PdfBrokenError) return "broken";
    return error instanceof PdfLockedError ? "locked" : "unknown";
  }
  try {
    for (let page = 1; page <= pdf.pages; page++) await pdf.size(page);
    // What opens PDFs mends those without their end as far as it can, and shows the rest as empty pages.
    return new TextDecoder("latin1").decode(bytes.subarray(-TAIL)).includes("startxref") ? "whole" : "broken";
  } catch {
    return "broken";
  } finally {
    pdf.close();
  }
}
