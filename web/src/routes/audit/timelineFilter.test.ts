import { describe, expect, it } from "vitest";
import { eventGroups } from "./eventKinds.ts";
import { filterOf, formOf, searchOf, type FilterForm } from "./timelineFilter.ts";

const empty: FilterForm = { event: "", account: "", report: "", from: "", until: "" };
const address = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const report = `0x${"ab".repeat(32)}`;

describe("the filter of the timeline as people fill it in", () => {
  it("asks for everything when it is empty", () => {
    expect(filterOf(empty)).toEqual({ filter: {}, errors: {} });
    expect(searchOf(empty)).toBe("");
  });

  it("comes back from the page's address as it went in", () => {
    const form = { event: "consents", account: address, report, from: "2026-11-01", until: "2026-11-22" };
    expect(formOf(new URLSearchParams(searchOf(form)))).toEqual(form);
  });

  it("takes a group or a single event", () => {
    expect(filterOf({ ...empty, event: "consents" }).filter.names).toEqual(eventGroups.consents);
    expect(filterOf({ ...empty, event: "ReportAdded" }).filter.names).toEqual(["ReportAdded"]);
    expect(filterOf({ ...empty, event: "toString" }).filter).toEqual({});
  });

  it("covers whole days of the reader, the last one included", () => {
    const { filter } = filterOf({ ...empty, from: "2026-11-22", until: "2026-11-22" });
    expect(filter).toEqual({
      from: new Date(2026, 10, 22).getTime() / 1000,
      until: new Date(2026, 10, 23).getTime() / 1000 - 1,
    });
  });

  it.each([
    ["account", "0x7099"],
    ["report", address],
    ["from", "22.11.2026"],
    ["until", "2026-02-30"],
  ] as const)("says what is wrong with %s %s and does not ask for it", (part, value) => {
    const { filter, errors } = filterOf({ ...empty, [part]: value });
    expect(filter).toEqual({});
    expect(errors[part]).toMatch(/\.$/);
  });

  it("refuses an end before the beginning", () => {
    expect(filterOf({ ...empty, from: "2026-11-22", until: "2026-11-21" }).errors.until).toMatch(/before the first/);
  });
});
