import { describe, expect, it } from "vitest";
import { NOTHING, type Day } from "#lib/history/countNetwork.ts";
import { lastDays } from "./lastDays.ts";

const start = (...date: [number, number, number]) => Date.UTC(...date) / 1000;
const day = (at: number, reports: number): Day => ({ ...NOTHING, start: at, reports });

describe("the last days", () => {
  it("are those of UTC, under the date they have there, wherever the reader is", () => {
    const lateInUtc = Date.UTC(2026, 10, 22, 23, 59, 59);
    const dates = lastDays([], 3, lateInUtc).map((each) => new Date(each.day));
    expect(dates.map((date) => [date.getMonth(), date.getDate(), date.getHours()])).toEqual([
      [10, 20, 0],
      [10, 21, 0],
      [10, 22, 0],
    ]);
    expect(new Date(lastDays([], 1, lateInUtc + 1000)[0]!.day).getDate()).toBe(23);
  });

  it("count nothing where nothing happened, and leave out what is older", () => {
    const days = [day(start(2026, 9, 1), 7), day(start(2026, 10, 20), 2), day(start(2026, 10, 22), 1)];
    const counted = lastDays(days, 3, Date.UTC(2026, 10, 22, 14));
    expect(counted.map(({ counts }) => counts.reports)).toEqual([2, 0, 1]);
  });
});
