import { describe, expect, it } from "vitest";
import { byDay } from "./byDay.ts";

const seconds = (...date: [number, number, number, number?, number?]) => new Date(...date).getTime() / 1000;
const now = new Date(2026, 10, 22, 14, 30).getTime();

describe("counting by day", () => {
  it("gives every day up to today, also those on which nothing happened", () => {
    expect(byDay([[]], 3, now).map(({ day }) => new Date(day).getDate())).toEqual([20, 21, 22]);
  });

  it("counts each series by the reader's own days, from midnight to midnight", () => {
    const given = [seconds(2026, 10, 21, 0, 0), seconds(2026, 10, 21, 23, 59), seconds(2026, 10, 22, 0, 0)];
    const ended = [seconds(2026, 10, 22, 14)];
    expect(byDay([given, ended], 2, now).map(({ counts }) => counts)).toEqual([
      [2, 0],
      [1, 1],
    ]);
  });

  it("leaves out what happened before the first day", () => {
    expect(byDay([[seconds(2026, 10, 1)]], 2, now).every(({ counts }) => counts[0] === 0)).toBe(true);
  });
});
