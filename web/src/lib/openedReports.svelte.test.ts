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
});
