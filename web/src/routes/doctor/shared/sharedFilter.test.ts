import { describe, expect, it } from "vitest";
import { endingSoon, showing, type Filterable } from "./sharedFilter.ts";

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
      expect(showing("all", search, now)(bloodTest), search).toBe(true);
    }
  });

  it("finds a name without its accents", () => {
    expect(showing("all", "renee", now)(bloodTest)).toBe(true);
  });

  it("needs every word that was searched for", () => {
    expect(showing("all", "blood fernhill", now)(bloodTest)).toBe(true);
    expect(showing("all", "blood thistledown", now)(bloodTest)).toBe(false);
  });

  it("shows those of one patient alone", () => {
    expect(showing("all", "", now, "0xa1")(bloodTest)).toBe(true);
    expect(showing("all", "blood", now, "0xb2")(bloodTest)).toBe(false);
  });

  it("shows as new only what was not opened yet", () => {
    expect(showing("new", "", now)(bloodTest)).toBe(true);
    expect(showing("new", "", now)({ ...bloodTest, isNew: false })).toBe(false);
  });

  it("shows as disputed only what its patient objects to", () => {
    expect(showing("disputed", "", now)({ ...bloodTest, isDisputed: true })).toBe(true);
    expect(showing("disputed", "", now)(bloodTest)).toBe(false);
  });

  it("shows as ending soon what ends within five days, and never what has no end", () => {
    expect(showing("ending", "", now)(bloodTest)).toBe(false);
    expect(showing("ending", "", now)({ ...bloodTest, until: inDays(5) })).toBe(true);
    expect(endingSoon(now)(inDays(6))).toBe(false);
    expect(endingSoon(now)(null)).toBe(false);
  });
});
