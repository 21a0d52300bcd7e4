import { readFileSync } from "node:fs";
import path from "node:path";
import type { NetworkHelpers } from "@nomicfoundation/hardhat-network-helpers/types";
import { afterAll, beforeAll, vi } from "vitest";
import { LIVING } from "./living.ts";
import { SWITCH } from "./mutants.ts";

interface Chain {
  readonly networkHelpers: NetworkHelpers;
  close(): Promise<void>;
}

// All files of a run share a process, and Hardhat in it, but not their chain.
vi.resetModules();
const { chain } = (await import(path.join(process.cwd(), "test/support/chain.ts"))) as { chain: Chain };

/** Wakes the mutant on the chain of a test file before anything is deployed there. */
beforeAll(async () => {
  await chain.networkHelpers.setBalance(SWITCH, BigInt(readFileSync(LIVING, "utf8")));
});

afterAll(() => chain.close());
