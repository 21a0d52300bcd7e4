import { expect, it } from "vitest";
import { initialsOf, shortAddress, shortNameOf, toneOf } from "./names.ts";

it("initials leave titles out", () => {
  expect(initialsOf("Dr Lena Hallowell")).toBe("LH");
  expect(initialsOf("Prof. Wren Maria Oakhollow")).toBe("WO");
  expect(initialsOf("Anjali")).toBe("A");
});

it("there are no initials where the name is not known", () => {
  expect(initialsOf("")).toBeNull();
  expect(initialsOf("0x7c1f00000000000000000000000000000000a92e")).toBeNull();
  expect(initialsOf("0x7c1f…a92e")).toBeNull();
  expect(initialsOf("Patient H7K2-9QWX-3T0B")).toBeNull();
  expect(initialsOf("Patient Care")).toBe("PC");
});

it("a doctor is called by title and last name after the first mention, others by their name", () => {
  expect(shortNameOf("Dr Lena Hallowell")).toBe("Dr Hallowell");
  expect(shortNameOf("Dr Foxglen")).toBe("Dr Foxglen");
  expect(shortNameOf("Anjali Fernhill")).toBe("Anjali Fernhill");
});

it("the same person keeps the same colour, and never one that means ending or failing", () => {
  const names = ["Dr Lena Hallowell", "Dr Priya Marlowe", "Ravi Thistledown", "Mabel Quillfeather", "?"];
  for (const name of names) {
    expect(toneOf(name)).toBe(toneOf(name));
    expect(["accent", "info", "success"]).toContain(toneOf(name));
  }
});

it("an address is shortened in the middle, and something short is left alone", () => {
  expect(shortAddress("0x7c1f00000000000000000000000000000000a92e")).toBe("0x7c1f…a92e");
  expect(shortAddress("0x7c1f")).toBe("0x7c1f");
});
