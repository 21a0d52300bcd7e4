import type { ReportMetadata } from "@chartkey/protocol/report-metadata";
import { describe, expect, it } from "vitest";
import type { ReportRow } from "#lib/history/rows.ts";
import { groupsOf, reportList, SHOW_DISPUTED, type ListedReport } from "./reportList.ts";

const listed = (title: string, date: string, type: ReportMetadata["type"] = "laboratory"): ListedReport => ({
  row: {
    report: `0x${title}`,
    at: 0,
    doctor: { account: "0x", name: "Dr Demo", specialty: "" },
  } as unknown as ReportRow,
  metadata: {
    type,
    title,
    date,
    language: "en",
    filename: "x.pdf",
    mediaType: "application/pdf",
    length: 1,
    text: null,
  },
  closed: null,
  disputed: false,
});
const all = [
  listed("Kidney function", "2026-10-02"),
  listed("Blood sugar", "2026-11-12"),
  listed("Chest", "2026-11-03", "imaging"),
  listed("My details", "2026-11-01", "profile"),
];
const titles = (query: string, type = "all") =>
  reportList(all, { query, type }).months.map(({ reports }) => reports.map(({ metadata }) => metadata?.title));

describe("the list of reports", () => {
  it("goes by month of the document, newest first, without the patient's details", () => {
    expect(titles("")).toEqual([["Blood sugar", "Chest"], ["Kidney function"]]);
  });

  it("is narrowed by words in title, type, date and name, in any case and order", () => {
    expect(titles("SUGAR blood")).toEqual([["Blood sugar"]]);
    expect(titles("laboratory demo")).toEqual([["Blood sugar"], ["Kidney function"]]);
    expect(titles("2026-10")).toEqual([["Kidney function"]]);
    expect(titles("nothing like it")).toEqual([]);
  });

  it("is narrowed by type, and counts types before narrowing", () => {
    expect(titles("", "imaging")).toEqual([["Chest"]]);
    expect(reportList(all, { query: "chest", type: "imaging" }).types).toEqual([
      { type: "laboratory", count: 2 },
      { type: "imaging", count: 1 },
    ]);
  });

  it("keeps what cannot be opened, by the day it was added", () => {
    const closed = {
      row: { report: "0x", at: Date.parse("2026-12-01") / 1000 } as unknown as ReportRow,
      metadata: null,
      closed: "No key.",
      disputed: false,
    };
    expect(reportList([...all, closed], { query: "", type: "all" }).months[0]?.reports).toEqual([closed]);
  });

  it("is narrowed to what the patient disputes, whatever its type", () => {
    const [first, second, chest, ...others] = all;
    const some = [first!, { ...second!, disputed: true }, { ...chest!, disputed: true }, ...others];
    const { disputed, months } = reportList(some, { query: "", type: SHOW_DISPUTED });
    expect(disputed).toBe(2);
    expect(months.flatMap(({ reports }) => reports.map(({ metadata }) => metadata?.title))).toEqual([
      "Blood sugar",
      "Chest",
    ]);
  });
});

describe("a list drawn in groups", () => {
  const many = (count: number) =>
    reportList(
      Array.from({ length: count }, (_, number) =>
        listed(`Report ${number}`, number % 3 ? "2026-11-01" : "2026-10-01"),
      ),
      { query: "", type: "all" },
    ).months;

  it("has each month in one while it is short", () => {
    const groups = groupsOf(many(90));
    expect(groups.map(({ reports, isLast }) => [reports.length, isLast])).toEqual([
      [60, true],
      [30, true],
    ]);
  });

  it("has small groups when it is long, of which the first brings the month's name, and loses none", () => {
    const months = many(300);
    const groups = groupsOf(months);
    expect(Math.max(...groups.map(({ reports }) => reports.length))).toBe(8);
    expect(groups.filter(({ month }) => month !== null).map(({ month }) => month)).toEqual(
      months.map(({ month }) => month),
    );
    expect(groups.filter(({ isLast }) => isLast)).toHaveLength(2);
    expect(groups.flatMap(({ reports }) => reports)).toEqual(months.flatMap(({ reports }) => reports));
    expect(new Set(groups.map(({ key }) => key)).size).toBe(groups.length);
  });
});
