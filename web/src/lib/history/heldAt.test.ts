import { describe, expect, it } from "vitest";
import { heldAt, type RoleChange, type RolePeriod } from "./roleHistory.ts";

const account = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const change = (block: number): RoleChange => ({ at: block * 12, block, by: null, transaction: "0x00" });
const period = (from: number, until: number | null): RolePeriod => ({
  id: "0x01",
  role: "PAUSER",
  hospital: null,
  account,
  name: null,
  granted: change(from),
  revoked: until === null ? null : change(until),
});

describe("who held a role once a block had happened", () => {
  it.each([
    ["before it was granted", 9, false],
    ["in the block that granted it", 10, true],
    ["between", 15, true],
    ["in the block that revoked it", 20, false],
    ["afterwards", 21, false],
  ])("%s", (_when, block, held) => {
    expect(heldAt([period(10, 20)], block)).toHaveLength(held ? 1 : 0);
  });

  it("a role that is still held", () => {
    expect(heldAt([period(10, null)], 1_000)).toHaveLength(1);
  });
});
