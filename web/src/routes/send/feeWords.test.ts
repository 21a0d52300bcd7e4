import { parseEther } from "viem";
import { describe, expect, it } from "vitest";
import { feeWords } from "./sendForPatient.svelte.ts";

describe("a fee", () => {
  it.each([
    ["0.000213456", "0.00021"],
    ["0.0000000012", "0.0000000012"],
    ["1.25", "1.3"],
    ["0", "0"],
  ])("of %s ether is said as %s", (ether, words) => {
    expect(feeWords(parseEther(ether))).toBe(words);
  });
});
