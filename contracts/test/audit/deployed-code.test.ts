import { codeProblems } from "@chartkey/protocol/audit/deployed-code";
import { describe, expect, it } from "vitest";
import type { Hex } from "viem";
import { contractsOf, node } from "../support/audited.ts";
import { world, type World } from "../support/world.ts";

const OTHER = "0x00000000000000000000000000000000000000aa";

describe("an auditor who reads the code of the contracts", () => {
  for (const contract of ["registry", "records"] as const) {
    it(`finds that of ${contract} to be what the sources compile to, for its own address and chain`, async () => {
      const all = await world();
      expect(codeProblems(contract, await codeOf(all, contract), contractsOf(all))).toEqual([]);
    });

    it(`finds one changed byte of ${contract}`, async () => {
      const all = await world();
      const code = await codeOf(all, contract);
      const wrong: Hex = `0x${code.slice(2, 202)}${code[202] === "0" ? "1" : "0"}${code.slice(203)}`;
      expect(codeProblems(contract, wrong, contractsOf(all))).toEqual([
        expect.stringContaining("is not what the sources"),
      ]);
    });

    it(`finds ${contract} of another chain, or at another address`, async () => {
      const all = await world();
      const code = await codeOf(all, contract);
      const elsewhere = { ...contractsOf(all), [contract]: OTHER };
      expect(codeProblems(contract, code, { ...contractsOf(all), chainId: 1 }).join()).toContain("its chain");
      expect(codeProblems(contract, code, elsewhere).join()).toContain("its own address");
    });
  }

  it("finds records of another registry", async () => {
    const all = await world();
    const code = await codeOf(all, "records");
    const problems = codeProblems("records", code, { ...contractsOf(all), registry: OTHER });
    expect(problems).toEqual(["The code of Records names another value for the registry."]);
  });

  it("finds that there is no contract", async () => {
    expect(codeProblems("records", "0x", contractsOf(await world())).join()).toContain("There is no contract");
  });
});

async function codeOf(all: World, contract: "registry" | "records"): Promise<Hex> {
  return (await node("eth_getCode", [contractsOf(all)[contract], "latest"])) as Hex;
}
