import type { ReportMetadata } from "@chartkey/protocol/report-metadata";
import type { ReportRow } from "#lib/history/rows.ts";

/** A report with how its opening went: neither metadata nor an error while it is being opened. */
export type Opening = { row: ReportRow; metadata: ReportMetadata | null; error: unknown };

/**
 * What is known of a patient's own details. They are "none" only when everything the patient added was opened and is something
 * else: while anything of it is closed they may be in there, and writing them anew would replace them unseen.
 */
export type OwnDetails =
  | { state: "opening" }
  | {
      state: "saved";
      row: ReportRow;
      /** Why something added later is closed; it may be newer details. */ newer: unknown;
    }
  | { state: "none" }
  | { state: "unknown"; error: unknown };

/** @param reports Newest first. */
export function ownDetails(reports: readonly Opening[]): OwnDetails {
  let closed: unknown = null;
  for (const { row, metadata, error } of reports.filter(({ row }) => row.doctor === null)) {
    if (metadata?.type === "profile") return { state: "saved", row, newer: closed };
    if (!metadata && !error) return { state: "opening" };
    if (!metadata) closed ??= error;
  }
  return closed ? { state: "unknown", error: closed } : { state: "none" };
}
