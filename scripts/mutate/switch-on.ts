import { readFileSync } from "node:fs";
import path from "node:path";
import type { NetworkHelpers } from "@nomicfoundation/hardhat-network-helpers/types";
import { beforeAll } from "vitest";
import { LIVING } from "./living.ts";
import { SWITCH } from "./mutants.ts";

/** Wakes the mutant on the chain of a test file before anything is deployed there. */
beforeAll(async () => {
  const { chain } = (await import(path.join(process.cwd(), "test/support/chain.ts"))) as {
    chain: { networkHelpers: NetworkHelpers };
  };
  await chain.networkHelpers.setBalance(SWITCH, BigInt(readFileSync(LIVING, "utf8")));
});
