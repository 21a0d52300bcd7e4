import { describe, expect, it } from "vitest";
import { timeLeft } from "./timeLeft.ts";

describe("the time that is left", () => {
  it.each([
    [0, "0 seconds"],
    [-5, "0 seconds"],
    [0.2, "1 second"],
    [59, "59 seconds"],
    [60, "1 minute"],
    [61, "1 minute 1 second"],
    [3_599, "59 minutes 59 seconds"],
    [3_605, "1 hour"],
    [3_660, "1 hour 1 minute"],
    [86_400 * 2 + 3_600 * 3 + 59, "2 days 3 hours"],
    [86_400 * 30, "30 days"],
  ])("of %d seconds is said as %j", (seconds, words) => {
    expect(timeLeft(seconds)).toBe(words);
  });
});
