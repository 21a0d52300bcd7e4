import { describe, expect, it } from "vitest";
import type { ReportReader } from "#lib/chain/readers.ts";
import type { RequestRow } from "#lib/history/requests.ts";
import type { ReportRow } from "#lib/history/rows.ts";
import type { ChartReports } from "../chartReports.ts";
import { whatWaits } from "./whatWaits.ts";

const now = new Date(2026, 10, 22, 12).getTime();
const elderwood = { account: `0x${"a".repeat(40)}`, name: "Dr Tomas Elderwood", specialty: "" } as const;
const penhallow = { account: `0x${"b".repeat(40)}`, name: "Dr Yusuf Penhallow", specialty: "" } as const;

const request = (doctor: RequestRow["doctor"], status: RequestRow["status"] = "OPEN") =>
  ({ doctor, status }) as RequestRow;

/** A report for each share, which ends in so many days. */
function sharedUntil(...days: number[]): ChartReports {
  const rows = days.map((_, index) => ({ report: `0x${index}` }) as unknown as ReportRow);
  const readers = rows.map(({ report }, index): [ReportRow["report"], ReportReader[]] => [
    report,
    [{ doctor: penhallow, until: now + days[index]! * 86_400_000, purpose: "TREAT", readsAll: false, isAuthor: false }],
  ]);
  return { rows, erased: [], ofAll: [], consents: [], standing: [], readers: new Map(readers) };
}

describe("what waits for a patient", () => {
  it("is nothing when nobody asks and nothing ends soon, or while that is being read", () => {
    expect(whatWaits([request(elderwood, "DECLINED")], sharedUntil(30), now)).toEqual({ asked: null, ends: null });
    expect(whatWaits([], null, now)).toEqual({ asked: null, ends: null });
  });

  it("names the doctor who asks, and how many reports for", () => {
    const asked = (...requests: RequestRow[]) => whatWaits(requests, null, now).asked;
    expect(asked(request(elderwood))).toBe("Dr Tomas Elderwood asks to read 1 report");
    expect(asked(request(elderwood), request(elderwood))).toBe("Dr Tomas Elderwood asks to read 2 reports");
    expect(asked(request(elderwood), request(penhallow))).toBe("2 requests to read your reports");
  });

  it("names the share that ends soon, or says how many do and when the first", () => {
    expect(whatWaits([], sharedUntil(3, 30), now).ends).toBe("Dr Penhallow: ends in 3 days");
    expect(whatWaits([], sharedUntil(4, 1), now).ends).toBe("2 shares end soon, the first tomorrow");
  });
});
