import { describe, expect, it } from "vitest";
import { writtenDate } from "./writtenDate.ts";

/** As ISO 8601 writes the zone that this runs in, on a day. */
function zoneHere(day: string): string {
  const minutes = -new Date(day).getTimezoneOffset();
  const two = (number: number) => String(Math.floor(Math.abs(number))).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${two(minutes / 60)}:${two(minutes % 60)}`;
}

describe("a date that somebody wrote", () => {
  it.each([
    ["2026", "2026"],
    ["2026-11", "Nov 2026"],
    ["2026-11-12", "12 Nov 2026"],
    ["0084-03-02", "2 Mar 84"],
    ["2026-02-30", "2026-02-30"],
    ["2026-13", "2026-13"],
    ["12.11.2026", "12.11.2026"],
    ["2026-11-12Tnoon", "2026-11-12Tnoon"],
    ["2026-11-12T19:34", "12 Nov 2026, 19:34"],
  ])("as %s is %s", (value, words) => {
    expect(writtenDate(value)).toBe(words);
  });

  it.each([
    ["2020-11-22T19:34:00-05:45", "22 Nov 2020, 19:34 UTC\u221205:45"],
    ["2020-11-22T00:04:30.123+12:45", "22 Nov 2020, 00:04 UTC+12:45"],
  ])("with a moment in another zone is as its author wrote it, with the zone: %s", (value, words) => {
    expect(writtenDate(value)).toBe(words);
  });

  it("with a moment in the reader's own zone does not name it", () => {
    expect(writtenDate(`2020-11-22T19:34:00${zoneHere("2020-11-22T19:34")}`)).toBe("22 Nov 2020, 19:34");
  });

  it("in universal time says so, where the reader's clock shows another hour", () => {
    const words = new Date("2020-11-22").getTimezoneOffset() === 0 ? "" : " UTC";
    expect(writtenDate("2020-11-22T19:34:00Z")).toBe(`22 Nov 2020, 19:34${words}`);
  });
});
