import type { ReportMetadata } from "@chartkey/protocol/report-metadata";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { ReportRow } from "#lib/history/rows.ts";
import {
  activeParts,
  catalogueOf,
  groupsOf,
  hiding,
  inOrder,
  listedReport,
  LAST_12_MONTHS,
  matching,
  NO_FILTER,
  OWN,
  sectionsOf,
  SHOW_ALL,
  SHOW_DISPUTED,
  SHOW_NEW,
  SHOW_ONLY_YOU,
  SHOW_SHARED,
  type Filter,
  type ListedReport,
  type Order,
} from "./reportList.ts";

const DEMO = { account: "0xde30", name: "Dr Demo", specialty: "" };
const EXAMPLE = { account: "0xe4a3", name: "Dr Example", specialty: "" };
const NOW = new Date(2026, 10, 26, 12).getTime();

const listed = (
  title: string,
  date: string,
  type: ReportMetadata["type"] = "laboratory",
  doctor: typeof DEMO | null = DEMO,
): ListedReport => ({
  row: { report: `0x${title}`, at: 0, doctor } as unknown as ReportRow,
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
  isNew: false,
  isShared: false,
});
const all = [
  listed("Kidney function", "2026-10-02"),
  listed("Blood sugar", "2026-11-12"),
  listed("Chest", "2026-11-03", "imaging"),
  listed("My details", "2026-11-01", "profile"),
];
const closed: ListedReport = {
  row: { report: "0x", at: Date.parse("2026-12-01") / 1000, doctor: DEMO } as unknown as ReportRow,
  metadata: null,
  closed: "No key.",
  disputed: false,
  isNew: false,
  isShared: false,
};
const several = [
  listed("Report 10", "2026-11-12", "laboratory", EXAMPLE),
  listed("Report 9", "2025-11-27", "imaging"),
  listed("Diary", "2026-02-03", "other", null),
  listed("An old letter", "2025-11-25", "letter"),
  listed("Allergy", "2019-05-06", "laboratory", EXAMPLE),
];

const titlesOf = (reports: readonly ListedReport[]) => reports.map(({ metadata }) => metadata?.title);
const shown = (reports: readonly ListedReport[], filter: Partial<Filter> = {}, order: Order = "newest") =>
  sectionsOf(matching(inOrder(catalogueOf(reports).entries, order), { ...NO_FILTER, ...filter }, NOW), order);
const titles = (reports: readonly ListedReport[], filter: Partial<Filter> = {}, order: Order = "newest") =>
  shown(reports, filter, order).map((section) => titlesOf(section.reports));

describe("the list of reports", () => {
  afterEach(() => vi.unstubAllEnvs());

  it("goes by month of the document, newest first, without the patient's details", () => {
    expect(titles(all)).toEqual([["Blood sugar", "Chest"], ["Kidney function"]]);
  });

  it.each(["America/New_York", "Asia/Kolkata"])("has each in the month and year of its date in %s, too", (zone) => {
    vi.stubEnv("TZ", zone);
    const first = [listed("New year", "2026-01-01")];
    expect(catalogueOf(first).years).toEqual(["2026"]);
    expect(shown(first)[0]?.month).toBe(new Date(2026, 0).getTime());
  });

  it("is narrowed by words in title, type, date, month and name, in any case and order", () => {
    expect(titles(all, { query: "SUGAR blood" })).toEqual([["Blood sugar"]]);
    expect(titles(all, { query: "laboratory demo" })).toEqual([["Blood sugar"], ["Kidney function"]]);
    expect(titles(all, { query: "2026-10" })).toEqual([["Kidney function"]]);
    expect(titles(all, { query: "october" })).toEqual([["Kidney function"]]);
    expect(titles(all, { query: "nothing like it" })).toEqual([]);
  });

  it("is searched with and without accents", () => {
    const letter = [listed("Überweisung", "2026-11-12", "letter", { ...DEMO, name: "Dr Renée Ångström" })];
    for (const query of ["uberweisung", "ÜBERWEISUNG", "renee angstrom", "Ångström"]) {
      expect(titles(letter, { query })).toEqual([["Überweisung"]]);
    }
  });

  it("finds what the patient added by what the list calls it", () => {
    for (const query of ["added by you", "self-reported", "self"]) {
      expect(titles(several, { query })).toEqual([["Diary"]]);
    }
  });

  it("is narrowed by type, and counts types before narrowing", () => {
    expect(titles(all, { type: "imaging" })).toEqual([["Chest"]]);
    expect(catalogueOf(all).types).toEqual([
      { type: "laboratory", count: 2 },
      { type: "imaging", count: 1 },
    ]);
  });

  it("holds the same report for as long as nothing of it changes, and another as soon as something does", () => {
    const [report] = all as [ListedReport];
    const held = listedReport({ ...report });
    expect(listedReport({ ...report })).toBe(held);
    for (const change of [
      { disputed: true },
      { isNew: true },
      { isShared: true },
      { closed: "No key." },
      { metadata: null },
    ]) {
      const changed = listedReport({ ...report, ...change });
      expect(changed).not.toBe(held);
      expect(changed).toMatchObject(change);
    }
  });

  it("keeps what cannot be opened, by the day it was added", () => {
    expect(shown([...all, closed])[0]?.reports).toEqual([closed]);
    expect(shown([...all, closed], { date: "2026" })[0]?.reports).toEqual([closed]);
  });

  it("is narrowed to what the patient disputes, whatever its type", () => {
    const [first, second, chest, ...others] = all;
    const some = [first!, { ...second!, disputed: true }, { ...chest!, disputed: true }, ...others];
    expect(catalogueOf(some).disputed).toBe(2);
    expect(titles(some, { type: SHOW_DISPUTED })).toEqual([["Blood sugar", "Chest"]]);
  });

  it("is narrowed to what is new, what is shared and what only the patient can read, and counts each before", () => {
    const [first, second, ...others] = all;
    const some = [{ ...first!, isNew: true, isShared: true }, { ...second!, isNew: true }, ...others];
    expect(catalogueOf(some)).toMatchObject({ isNew: 2, shared: 1 });
    expect(titles(some, { show: SHOW_NEW })).toEqual([["Blood sugar"], ["Kidney function"]]);
    expect(titles(some, { show: SHOW_SHARED })).toEqual([["Kidney function"]]);
    expect(titles(some, { show: SHOW_ONLY_YOU })).toEqual([["Blood sugar", "Chest"]]);
    expect(titles(some, { show: SHOW_NEW, query: "kidney" })).toEqual([["Kidney function"]]);
  });

  it("is narrowed to one doctor, or to what the patient added", () => {
    expect(titles(several, { doctor: EXAMPLE.account }).flat()).toEqual(["Report 10", "Allergy"]);
    expect(titles(several, { doctor: OWN })).toEqual([["Diary"]]);
  });

  it("offers the doctors there are by name, the patient last, and tells those of one name apart", () => {
    expect(catalogueOf(several).doctors).toEqual([
      { doctor: DEMO.account, name: "Dr Demo" },
      { doctor: EXAMPLE.account, name: "Dr Example" },
      { doctor: OWN, name: null },
    ]);
    const namesake = { ...DEMO, account: "0x7c1f00000000000000000000000000000000a92e" };
    expect(
      catalogueOf([...several, listed("Other", "2026-01-01", "other", namesake)]).doctors.map(({ name }) => name),
    ).toEqual(["Dr Demo (0x7c1f…a92e)", "Dr Demo (0xde30)", "Dr Example", null]);
  });

  it("is narrowed to a year, of those there are", () => {
    expect(catalogueOf(several.toReversed()).years).toEqual(["2026", "2025", "2019"]);
    expect(titles(several, { date: "2025" }).flat()).toEqual(["Report 9", "An old letter"]);
  });

  it("is narrowed to the last 12 months, by the day", () => {
    expect(titles(several, { date: LAST_12_MONTHS }).flat()).toEqual(["Report 10", "Diary", "Report 9"]);
  });

  it("shows what every part of the filter lets through", () => {
    const filter = { query: "report", type: "laboratory", doctor: EXAMPLE.account, date: "2026" };
    expect(titles(several, filter)).toEqual([["Report 10"]]);
    expect(titles(several, { ...filter, doctor: DEMO.account })).toEqual([]);
  });

  it("goes by month too when the oldest come first", () => {
    expect(titles(all, {}, "oldest")).toEqual([["Kidney function"], ["Chest", "Blood sugar"]]);
  });

  it("goes by title whatever the case, the accents or the script, and newest first among equals", () => {
    const some = ["zebra", "Éclair", "Banana", "apricot", "eclair 12", "eclair 9", "Apple", "कि", "का"].map((title) =>
      listed(title, "2026-01-01"),
    );
    const [older, newer] = [listed("Apple", "2025-01-01"), listed("Apple", "2026-11-01")];
    expect(titles([older, ...some, newer], {}, "title").flat()).toEqual([
      "Apple",
      "Apple",
      "Apple",
      "apricot",
      "Banana",
      "Éclair",
      "eclair 9",
      "eclair 12",
      "zebra",
      "का",
      "कि",
    ]);
    const apples = shown([older, ...some, newer], {}, "title").flatMap(({ reports }) => reports.slice(0, 3));
    expect(apples.map(({ metadata }) => metadata?.date)).toEqual(["2026-11-01", "2026-01-01", "2025-01-01"]);
  });

  it("goes by title, numbers by their size, without months, what cannot be opened last", () => {
    const [section, ...others] = shown([closed, ...several], {}, "title");
    expect(others).toEqual([]);
    expect(section?.month).toBeNull();
    expect(titlesOf(section!.reports)).toEqual([
      "Allergy",
      "An old letter",
      "Diary",
      "Report 9",
      "Report 10",
      undefined,
    ]);
  });

  it("goes by doctor without months, newest first of each, the patient's own last", () => {
    expect(titles(several, {}, "doctor")).toEqual([["Report 9", "An old letter", "Report 10", "Allergy", "Diary"]]);
  });

  it("knows which parts of the filter narrow it", () => {
    expect(activeParts({ ...NO_FILTER, query: "  " })).toEqual([]);
    expect(activeParts({ query: "x", show: SHOW_ALL, type: "imaging", doctor: OWN, date: "2026" })).toEqual([
      "query",
      "type",
      "doctor",
      "date",
    ]);
  });

  it("says which part of the filter hides how many, if one alone does", () => {
    const { entries } = catalogueOf(several);
    const hidden = (filter: Partial<Filter>) => hiding(entries, { ...NO_FILTER, ...filter }, NOW);
    expect(hidden({ query: "zebra" })).toEqual([{ part: "query", count: 5 }]);
    expect(hidden({ query: "allergy", doctor: EXAMPLE.account, date: "2026" })).toEqual([
      { part: "query", count: 1 },
      { part: "date", count: 1 },
    ]);
    expect(hidden({ query: "zebra", doctor: OWN, date: "2019" })).toEqual([]);
  });

  it("looks at no report anew while one types", () => {
    let looks = 0;
    const watched = Array.from({ length: 10_000 }, (_, number) => {
      const report = listed(`Report ${number}`, "2026-11-01");
      return new Proxy(report, {
        get(target, name) {
          if (name === "row" || name === "metadata") looks++;
          return Reflect.get(target, name) as unknown;
        },
      });
    });
    const ordered = inOrder(catalogueOf(watched).entries, "title");
    expect(looks).toBeGreaterThan(10_000);
    looks = 0;
    expect(matching(ordered, { ...NO_FILTER, query: "report 99", doctor: DEMO.account, date: "2026" })).toHaveLength(
      280,
    );
    expect(looks).toBe(0);
  });
});

describe("a list drawn in groups", () => {
  const many = (count: number, order: Order = "newest") =>
    shown(
      Array.from({ length: count }, (_, number) =>
        listed(`Report ${number}`, number % 3 ? "2026-11-01" : "2026-10-01"),
      ),
      {},
      order,
    );

  it("has each month in one while it is short", () => {
    const groups = groupsOf(many(36));
    expect(groups.map(({ reports, isFirst, isLast }) => [reports.length, isFirst, isLast])).toEqual([
      [24, true, true],
      [12, true, true],
    ]);
  });

  it("has small groups when it is long, of which the first brings the month's name, and loses none", () => {
    const months = many(300);
    const groups = groupsOf(months);
    expect(Math.max(...groups.map(({ reports }) => reports.length))).toBe(4);
    expect(groups.filter(({ month }) => month !== null).map(({ month }) => month)).toEqual(
      months.map(({ month }) => month),
    );
    expect(groups.filter(({ isFirst }) => isFirst)).toHaveLength(2);
    expect(groups.filter(({ isLast }) => isLast)).toHaveLength(2);
    expect(groups.flatMap(({ reports }) => reports)).toEqual(months.flatMap(({ reports }) => reports));
    expect(new Set(groups.map(({ key }) => key)).size).toBe(groups.length);
  });

  it("has no month's name where it does not go by time", () => {
    const groups = groupsOf(many(300, "title"));
    expect(groups.flatMap(({ reports }) => reports)).toHaveLength(300);
    expect(groups.every(({ month }) => month === null)).toBe(true);
  });
});
