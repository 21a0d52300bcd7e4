import { describe, expect, it } from "vitest";
import { completePhone } from "./completePhone.ts";

describe("a telephone number", () => {
  it.each([
    ["07700 900123", "GB", "+447700900123"],
    ["(202) 555-0141", "US", "+12025550141"],
    ["06 1234 5678", "IT", "+390612345678"],
    ["098765 43210", "IN", "+919876543210"],
  ])("dialled at home as %s in %s gets that country's code", (typed, country, complete) => {
    expect(completePhone(typed, country)).toBe(complete);
  });

  it("with a code of its own keeps it", () => {
    expect(completePhone("+33 6 12 34 56 78", "GB")).toBe("+33 6 12 34 56 78");
    expect(completePhone("0033 612345678", "GB")).toBe("0033 612345678");
  });

  it("stays as it was typed when nothing is known of it", () => {
    expect(completePhone("07700 900123", "")).toBe("07700 900123");
    expect(completePhone("call me", "GB")).toBe("call me");
    expect(completePhone("07700", "GB")).toBe("07700");
  });
});
