import type { ReportId } from "@chartkey/protocol/report-id";
import { database } from "./database.ts";

/** That a report was opened on this device by an account; not when, nor what it said. */
export type SeenReport = { owner: string; report: ReportId };

/** The reports that `owner` (see `ownerKey`) opened on this device: those that are not new any more. */
export async function seenReports(owner: string): Promise<ReadonlySet<ReportId>> {
  const seen = await (await database()).getAllFromIndex("seen", "owner", owner);
  return new Set(seen.map(({ report }) => report));
}

/** Remembers that a report was opened. */
export async function rememberSeen(owner: string, report: ReportId): Promise<void> {
  await (await database()).put("seen", { owner, report });
}
