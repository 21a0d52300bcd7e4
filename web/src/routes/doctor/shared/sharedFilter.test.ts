import { describe, expect, it } from "vitest";
import { endsSoon, isShown, type Filterable } from "./sharedFilter.ts";

const now = new Date(2026, 10, 22, 12).getTime();
const inDays = (days: number) => now + days * 86_400_000;

const bloodTest: Filterable = {
  words: ["Blood test", "Laboratory", "Renée Fernhill", "H7K2-9QWX-3T0B", "12 Nov 2026"],
  isNew: true,
  isDisputed: false,
  until: inDays(7),
  chart: "0xa1",
};

describe("the list of what is shared with a doctor", () => {
  it("finds a report by title, type, patient, card code or date", () => {
    for (const search of ["blood", "LABORATORY", "fernhill", "H7K2-9QWX-3T0B", "h7k29qwx", "12 nov", ""]) {
      expect(isShown(bloodTest, "all", search, now), search).toBe(true);
    }
  });

  it("finds a name without its accents", () => {
    expect(isShown(bloodTest, "all", "renee", now)).toBe(true);
  });

  it("needs every word that was searched for", () => {
    expect(isShown(bloodTest, "all", "blood fernhill", now)).toBe(true);
    expect(isShown(bloodTest, "all", "blood thistledown", now)).toBe(false);
  });

  it("shows those of one patient alone", () => {
    expect(isShown(bloodTest, "all", "", now, "0xa1")).toBe(true);
    expect(isShown(bloodTest, "all", "blood", now, "0xb2")).toBe(false);
  });

  it("shows as new only what was not opened yet", () => {
    expect(isShown(bloodTest, "new", "", now)).toBe(true);
    expect(isShown({ ...bloodTest, isNew: false }, "new", "", now)).toBe(false);
  });

  it("shows as disputed only what its patient objects to", () => {
    expect(isShown({ ...bloodTest, isDisputed: true }, "disputed", "", now)).toBe(true);
    expect(isShown(bloodTest, "disputed", "", now)).toBe(false);
  });

  it("shows as ending soon what ends within five days, and never what has no end", () => {
    expect(isShown(bloodTest, "ending", "", now)).toBe(false);
    expect(isShown({ ...bloodTest, until: inDays(5) }, "ending", "", now)).toBe(true);
    expect(endsSoon(inDays(6), now)).toBe(false);
    expect(endsSoon(null, now)).toBe(false);
  });
});
