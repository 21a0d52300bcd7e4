import type { ReportId } from "@chartkey/protocol/report-id";
import { database } from "./database.ts";

/** A report that was to be erased, and of which it is not known that the store has nothing any more. */
export type Erasure = { owner: string; report: ReportId };

export async function keepErasure(erasure: Erasure): Promise<void> {
  await (await database()).put("erasures", erasure);
}

/** Whether `owner` (see `ownerKey`) began to erase a report and something of it may still be stored. */
export async function isErasureUnfinished(owner: string, report: ReportId): Promise<boolean> {
  return (await (await database()).getKey("erasures", [owner, report])) !== undefined;
}

export async function forgetErasure({ owner, report }: Erasure): Promise<void> {
  await (await database()).delete("erasures", [owner, report]);
}
