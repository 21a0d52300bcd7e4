import { afterEach, describe, expect, it, vi } from "vitest";
import { fieldDay, noonOf } from "./fieldDay.ts";

describe("the day of a date field", () => {
  afterEach(() => vi.unstubAllEnvs());

  it.each([
    ["Asia/Kolkata", "2026-11-11T18:45:00Z", "2026-11-12"],
    ["Asia/Kolkata", "2026-11-11T18:15:00Z", "2026-11-11"],
    ["America/New_York", "2027-01-01T02:00:00Z", "2026-12-31"],
    ["UTC", "2026-03-05T00:00:00Z", "2026-03-05"],
  ])("is the reader's own in %s at %s", (zone, moment, day) => {
    vi.stubEnv("TZ", zone);
    expect(fieldDay(new Date(moment))).toBe(day);
    expect(fieldDay(Date.parse(moment))).toBe(day);
    expect(fieldDay(noonOf(day))).toBe(day);
  });
});
