import hre from "hardhat";
import type { EthereumProvider } from "hardhat/types/providers";
import { bytecodeOf } from "./built.ts";
import { buildWorld, type World } from "./world.ts";

/** The world of these tests on a chain of its own, for the tests of parts that ask a chain. Builds the contracts first. */
export async function simulatedWorld(): Promise<{ provider: EthereumProvider; world: World }> {
  await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
  const { provider } = await hre.network.create({ network: "sim", chainType: "l1" });
  const bytecode = { registry: await bytecodeOf("Registry"), records: await bytecodeOf("Records") };
  return { provider, world: await buildWorld(provider, bytecode) };
}
