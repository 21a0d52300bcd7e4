import { describe, expect, it } from "vitest";
import { daysUntil, formatDate, inDays } from "./dates.ts";

const now = new Date(2026, 10, 22, 14, 32, 20);
const december = new Date(2026, 11, 22, 23, 59);

describe("dates in words", () => {
  it.each([
    ["day", "22 Dec 2026"],
    ["short-day", "22 Dec"],
    ["long-day", "22 December 2026"],
    ["month", "December 2026"],
    ["time", "23:59"],
    ["seconds", "23:59:00"],
    ["moment", "22 Dec, 23:59"],
    ["until", "Tuesday 22 December 2026, 23:59"],
  ] as const)("%s reads %s", (form, words) => {
    expect(formatDate(december, form, now)).toBe(words);
  });

  it("short forms name the year when it is another one", () => {
    expect(formatDate(new Date(2027, 2, 1), "short-day", now)).toBe("1 Mar 2027");
  });
});

describe("days between", () => {
  it("are counted by the calendar, not by hours", () => {
    expect(daysUntil(new Date(2026, 10, 23, 0, 5), now)).toBe(1);
    expect(daysUntil(new Date(2026, 10, 22, 23, 59), now)).toBe(0);
    expect(daysUntil(new Date(2026, 10, 21, 23, 59), now)).toBe(-1);
  });

  it("are said as people say them", () => {
    expect(inDays(new Date(2026, 10, 22, 23), now)).toBe("today");
    expect(inDays(new Date(2026, 10, 23), now)).toBe("tomorrow");
    expect(inDays(new Date(2026, 10, 25), now)).toBe("in 3 days");
  });
});
