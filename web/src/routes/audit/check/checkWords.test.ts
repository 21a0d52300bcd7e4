import { describe, expect, it } from "vitest";
import { differsTitle, passedWords, progressWords } from "./checkWords.ts";

describe("the words of a check", () => {
  it("say how far it is", () => {
    expect(progressWords({ step: "logs", block: 1200, of: 5000, events: 1 })).toBe(
      "Reading the public record: block 1,200 of 5,000, 1 event so far",
    );
    expect(progressWords({ step: "contracts", asked: 1500 })).toBe("Asking the contracts: 1,500 answers compared");
  });

  it("say what was not compared", () => {
    const compared = { events: 2, block: 9, answers: 3, withIndex: false, withSecond: false };
    expect(passedWords(compared).join(" ")).toContain("it was not compared");
    expect(passedWords({ ...compared, withIndex: true, withSecond: true }).join(" ")).not.toContain("not compared");
  });

  it("count one thing as one", () => {
    expect(differsTitle(1)).toBe("One thing is not as it should be.");
    expect(differsTitle(2)).toBe("2 things are not as they should be.");
  });
});
