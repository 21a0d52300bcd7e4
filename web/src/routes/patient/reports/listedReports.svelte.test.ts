import type { ReportMetadata, ReportType } from "@chartkey/protocol/report-metadata";
import { describe, expect, it } from "vitest";
import type { ReportRow } from "#lib/history/rows.ts";
import { ListedReports } from "./listedReports.svelte.ts";
import {
  LAST_12_MONTHS,
  NO_FILTER,
  OWN,
  SHOW_DISPUTED,
  SHOW_NEW,
  SHOW_ONLY_YOU,
  SHOW_SHARED,
  type ListedReport,
} from "./reportList.ts";

const DEMO = { account: "0xde30", name: "Dr Demo", specialty: "" };

const report = (title: string, date: string, type: ReportType, doctor: typeof DEMO | null = DEMO): ListedReport => ({
  row: { report: `0x${title}`, at: 0, doctor } as unknown as ReportRow,
  metadata: { type, title, date } as ReportMetadata,
  closed: null,
  disputed: false,
  isNew: false,
  isShared: false,
});

/** Three reports, and the patient's own details. */
function list() {
  const all = [
    report("Blood sugar", "2025-11-12", "laboratory"),
    report("Chest", "2025-10-03", "imaging"),
    report("Diary", "2024-02-03", "other", null),
    report("My details", "2025-11-01", "profile", null),
  ];
  const reports = new ListedReports(() => all);
  const titles = () => reports.shown.map(({ title }) => title);
  return { reports, titles };
}

describe("the patient's reports as they are listed", () => {
  it("are all there at first, newest first and by month", () => {
    const { reports, titles } = list();
    expect(titles()).toEqual(["Blood sugar", "Chest", "Diary"]);
    expect([reports.total, reports.active]).toEqual([3, []]);
    expect(reports.groups.map(({ month }) => month)).toEqual(
      [new Date(2025, 10), new Date(2025, 9), new Date(2024, 1)].map(Number),
    );
  });

  it("are narrowed and put in order as is chosen, and all there again once that is cleared", () => {
    const { reports, titles } = list();
    reports.order = "title";
    reports.filter.doctor = DEMO.account;
    expect(titles()).toEqual(["Blood sugar", "Chest"]);
    expect(reports.groups).toHaveLength(1);
    reports.filter.query = "ches";
    expect(titles()).toEqual(["Chest"]);
    reports.clear("query");
    expect(titles()).toEqual(["Blood sugar", "Chest"]);
    reports.filter.type = "imaging";
    reports.clear("all");
    expect(reports.filter).toEqual(NO_FILTER);
    expect([titles().length, reports.order]).toEqual([3, "title"]);
  });

  it.each([
    [{ query: " sugar " }, "“sugar”"],
    [{ show: SHOW_NEW }, "New"],
    [{ show: SHOW_SHARED }, "Shared"],
    [{ show: SHOW_ONLY_YOU }, "Only you"],
    [{ type: SHOW_DISPUTED }, "Disputed by you"],
    [{ type: "laboratory" }, "Laboratory"],
    [{ doctor: DEMO.account }, "Dr Demo"],
    [{ doctor: OWN }, "Added by you"],
    [{ date: LAST_12_MONTHS }, "Last 12 months"],
    [{ date: "2025" }, "2025"],
    [{ query: "x", type: "imaging", doctor: OWN, date: "2024" }, "“x”, Imaging, Added by you and 2024"],
  ])("say what they are narrowed by: %j", (filter, words) => {
    const { reports } = list();
    Object.assign(reports.filter, filter);
    expect(reports.activeWords).toBe(words);
  });

  it("say which part alone hides something, where nothing is left", () => {
    const { reports, titles } = list();
    Object.assign(reports.filter, { query: "diary", date: "2025" });
    expect(titles()).toEqual([]);
    expect(reports.hiding).toEqual([
      { part: "query", count: 2 },
      { part: "date", count: 1 },
    ]);
  });
});
