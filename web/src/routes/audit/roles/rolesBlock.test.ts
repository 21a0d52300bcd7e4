import { describe, expect, it } from "vitest";
import { askedBlock } from "./rolesBlock.ts";

describe("the block that roles are asked for", () => {
  it.each([
    ["", null],
    ["  ", null],
    ["0", 0],
    ["500", 500],
    [" 1,024 ", 1024],
    ["2000", 2000],
  ])("%j is understood", (text, block) => {
    expect(askedBlock(text, 2000)).toEqual({ block, error: null });
  });

  it.each(["-1", "1.5", "0x10", "latest", "9".repeat(16)])("%j is refused, with what a block looks like", (text) => {
    expect(askedBlock(text, 2000)).toMatchObject({
      block: null,
      error: expect.stringContaining("whole number") as string,
    });
  });

  it("one that has not been yet is refused, and the newest named", () => {
    expect(askedBlock("2001", 2000).error).toBe(
      "There is no block 2001 yet; the newest is 2000. Choose that one or an earlier one.",
    );
  });
});
