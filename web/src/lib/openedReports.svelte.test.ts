import { describe, expect, it, vi } from "vitest";
import type { App } from "./app.ts";
import type { ReportRow } from "./history/rows.ts";
import { OpenedReports } from "./openedReports.svelte.ts";

const openReport = vi.hoisted(() => vi.fn());
vi.mock("./flows/openReport.ts", () => ({ openReport }));

const row = (payload: `0x${string}`) => ({ report: "0x01", payload }) as unknown as ReportRow;
const rowOf = (n: number) => ({ report: `0x${n}`, payload: `0x${n}` }) as unknown as ReportRow;
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
    const rows = Array.from({ length: 200 }, (_, n) => rowOf(n));
    const reports = new OpenedReports();
    await reports.open(
      {} as App,
      rows.map((each) => ({ row: each, sources: [] })),
    );
    expect(most).toBe(32);
    expect(rows.filter(({ report }) => reports.get(report)?.value)).toHaveLength(180);
    expect(rows.filter(({ report }) => reports.get(report)?.error)).toHaveLength(20);
  });

  it("wait once, however often the lists are read anew, and none longer than one that somebody looks at", async () => {
    const begun: string[] = [];
    openReport.mockImplementation(async (_: App, { report }: ReportRow) => {
      begun.push(report);
      await new Promise((resolve) => setTimeout(resolve, 1));
      return { id: report };
    });
    const openable = (n: number) => ({ row: rowOf(n), sources: [] });
    const rows = Array.from({ length: 200 }, (_, n) => openable(n));
    const reports = new OpenedReports();
    const all = [reports.open({} as App, rows), reports.open({} as App, rows)];
    await reports.open({} as App, [openable(150)], true);
    expect(reports.get("0x150")?.value).toEqual({ id: "0x150" });
    expect(begun.indexOf("0x150")).toBe(32);
    await Promise.all(all);
    expect(begun).toHaveLength(200);
  });

  it("are not opened any more once the keys are locked", async () => {
    let begun = 0;
    openReport.mockImplementation(async () => {
      begun++;
      await new Promise((resolve) => setTimeout(resolve, 1));
      return { id: 1 };
    });
    const reports = new OpenedReports();
    const opening = reports.open(
      {} as App,
      Array.from({ length: 1_200 }, (_, n) => ({ row: rowOf(n), sources: [] })),
    );
    reports.clear();
    await opening;
    expect(begun).toBe(32);
    expect(reports.get("0x150")).toBeUndefined();
    expect(reports.get("0x1100")).toBeUndefined();
  });

  it("say how each went, in the order that a list has them", async () => {
    openReport.mockImplementation(async (_: App, { report }: ReportRow) => {
      if (report === "0x1") throw new Error("closed");
      return { id: report };
    });
    const reports = new OpenedReports();
    await reports.open({} as App, [
      { row: rowOf(1), sources: [] },
      { row: rowOf(2), sources: [] },
    ]);
    const ways = reports.outcomes([rowOf(2), rowOf(3), rowOf(1)]);
    expect(ways.map(({ row, value, error }) => [row.report, value?.id, (error as Error | null)?.message])).toEqual([
      ["0x2", "0x2", undefined],
      ["0x3", undefined, undefined],
      ["0x1", undefined, "closed"],
    ]);
  });
});
