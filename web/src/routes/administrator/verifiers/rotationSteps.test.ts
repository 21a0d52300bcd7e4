import { describe, expect, it } from "vitest";
import { rotationSteps } from "./rotationSteps.ts";

const states = (now: number, announced: number) => rotationSteps(now, announced).map(({ state }) => state);

describe("the replacement of a verifier’s key", () => {
  it("stands where the public record shows it", () => {
    expect(states(1, 0)).toEqual(["now", "next", "next", "next"]);
    expect(states(1, 1)).toEqual(["done", "now", "next", "next"]);
    expect(states(2, 0)).toEqual(["done", "done", "now", "next"]);
    expect(states(2, 1)).toEqual(["done", "done", "now", "next"]);
  });
});
