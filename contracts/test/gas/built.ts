import hre from "hardhat";
import { isHex, type Hex } from "viem";
import { measureEach, type Measurement } from "./measure.ts";
import { buildWorld } from "./world.ts";

/** Does everything that anyone can do, on the build of the tests. */
export async function measureBuild(): Promise<Measurement[]> {
  const { provider } = await hre.network.create({ network: "sim", chainType: "l1" });
  const bytecode = { registry: await bytecodeOf("Registry"), records: await bytecodeOf("Records") };
  return measureEach(await buildWorld(provider, bytecode), (measured) => measured);
}

export async function bytecodeOf(name: string): Promise<Hex> {
  const { bytecode } = await hre.artifacts.readArtifact(name);
  if (!isHex(bytecode)) throw new Error(`${name} has a library that is not linked.`);
  return bytecode;
}
