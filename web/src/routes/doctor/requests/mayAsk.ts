import type { ReportId } from "@chartkey/protocol/report-id";
import type { RequestRow } from "#lib/history/requests.ts";

/** Whether a doctor may ask for a report now; if not, why. `from` in Unix seconds. */
export type MayAsk = { now: true } | { now: false; why: "open" } | { now: false; why: "declined"; from: number };

/** @param requests The doctor's own, newest first. `now` in Unix seconds. */
export function mayAsk(requests: readonly RequestRow[], report: ReportId, now: number): MayAsk {
  const newest = requests.find((each) => each.report === report);
  if (newest?.status === "OPEN") return { now: false, why: "open" };
  // A refusal rests on the report for its time, whatever was decided since.
  const from = Math.max(0, ...requests.filter((each) => each.report === report).map((each) => each.notBefore ?? 0));
  return from > now ? { now: false, why: "declined", from } : { now: true };
}
