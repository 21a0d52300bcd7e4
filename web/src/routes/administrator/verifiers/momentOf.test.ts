import { describe, expect, it } from "vitest";
import { momentOf } from "./momentOf.ts";

const now = new Date("2026-11-25T12:00").getTime();

describe("the moment from which a verifier is disowned", () => {
  it("is taken in the reader’s own time", () => {
    expect(momentOf("2026-11-24T08:30", now, null)).toBe(new Date(2026, 10, 24, 8, 30).getTime() / 1000);
    expect(momentOf("2026-11-25T12:00", now, null)).toBe(now / 1000);
  });

  it.each(["", "yesterday", "2026-11-24", "2026-13-40T08:30", "1970-01-01T00:00:00"])("is not %j", (text) => {
    expect(momentOf(text, now, null)).toMatch(/^Choose day and time/);
  });

  it("does not lie in the future", () => {
    expect(momentOf("2026-11-25T12:01", now, null)).toMatch(/in the future/);
  });

  it("lies before the one that was named", () => {
    const earlier = new Date(2026, 10, 20).getTime() / 1000;
    expect(momentOf("2026-11-20T00:00", now, earlier)).toMatch(/from an earlier moment already/);
    expect(momentOf("2026-11-19T23:59", now, earlier)).toBe(earlier - 60);
  });
});
