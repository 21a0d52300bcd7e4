import { describe, expect, it, vi } from "vitest";
import type { App } from "./app.ts";
import type { ReportRow } from "./history/rows.ts";
import { OpenedReports } from "./openedReports.svelte.ts";

const openReport = vi.hoisted(() => vi.fn());
vi.mock("./flows/openReport.ts", () => ({ openReport }));

const row = (payload: `0x${string}`) => ({ report: "0x01", payload }) as unknown as ReportRow;
const open = (reports: OpenedReports, payload: `0x${string}`) =>
  reports.open({} as App, [{ row: row(payload), sources: [] }]);

describe("reports opened since the keys were unlocked", () => {
  it("are opened once, and again when they have another version or lock", async () => {
    openReport.mockImplementation(async (_: App, { payload }: ReportRow) => ({ id: payload }));
    const reports = new OpenedReports();
    expect(reports.wasTried(row("0xaa"))).toBe(false);
    await open(reports, "0xaa");
    await open(reports, "0xaa");
    expect(openReport).toHaveBeenCalledTimes(1);
    expect(reports.wasTried(row("0xaa"))).toBe(true);
    expect(reports.wasTried(row("0xbb"))).toBe(false);

    await open(reports, "0xbb");
    expect(reports.get("0x01")?.value).toEqual({ id: "0xbb" });
    reports.clear();
    expect(reports.wasTried(row("0xbb"))).toBe(false);
  });

  it("are opened few at once, however many there are, and one that fails holds up none", async () => {
    let [running, most] = [0, 0];
    openReport.mockImplementation(async (_: App, { report }: ReportRow) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 1));
      running--;
      if (report.endsWith("7")) throw new Error("closed");
      return { id: report };
    });
    const rows = Array.from(
      { length: 200 },
      (_, n) => ({ report: `0x${n}`, payload: `0x${n}` }) as unknown as ReportRow,
    );
    const reports = new OpenedReports();
    await reports.open(
      {} as App,
      rows.map((each) => ({ row: each, sources: [] })),
    );
    expect(most).toBe(32);
    expect(rows.filter(({ report }) => reports.get(report)?.value)).toHaveLength(180);
    expect(rows.filter(({ report }) => reports.get(report)?.error)).toHaveLength(20);
  });
});
