import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { slice, toFunctionSelector } from "viem";
import { describe, expect, it } from "vitest";
import { measureBuild } from "./built.ts";
import snapshot from "./snapshot.json" with { type: "json" };

/** How much more an act may cost than it did, of what it did. */
const TOLERANCE = 0.01;

const measured = await measureBuild();

describe("what everything costs", () => {
  describe("is measured", () => {
    const called = new Set(measured.map(({ call }) => slice(call.data, 0, 4)));
    for (const entry of [...registryAbi, ...recordsAbi]) {
      const isAct = entry.type === "function" && (entry.stateMutability === "nonpayable" || entry.name === "canRead");
      if (isAct) it(`when calling ${entry.name}`, () => expect(called).toContain(toFunctionSelector(entry)));
    }
  });

  describe("is written down", () => {
    it("for nothing that is not measured any more", () => {
      expect(Object.keys(snapshot)).toEqual(measured.map(({ name }) => name));
    });

    for (const { name, receipt } of measured) {
      it(`and has not grown by more than a hundredth: ${name}`, () => {
        expect(receipt.gasUsed).toBeLessThanOrEqual(snapshot[name] * (1 + TOLERANCE));
      });
    }
  });
});
