import { expect, it } from "vitest";
import { endingCare } from "./endingCare.ts";

const wordsOf = (status: Parameters<typeof endingCare>[0]) =>
  Object.values(endingCare(status, "Harbour Clinic")).filter(Boolean).join("\n");

it("a request that is not accepted yet is taken back, and nobody is left", () => {
  expect(wordsOf("ASKED")).toContain("Take back your request to Harbour Clinic?");
  expect(wordsOf("ASKED")).not.toMatch(/leav|doctors|stays yours/i);
});

it.each(["ACCEPTED", "SUSPENDED"] as const)("a hospital that cares, %s, is left", (status) => {
  expect(wordsOf(status)).toContain("Leave Harbour Clinic?");
  expect(wordsOf(status)).not.toMatch(/request/i);
});
