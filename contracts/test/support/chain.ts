import hre from "hardhat";

/** A simulated chain of this test file's own. */
export const chain = await hre.network.create({ network: "sim", chainType: "l1" });

export const { time } = chain.networkHelpers;

export const DAY = 86_400n;
export const YEAR = 365n * DAY;

/** The time of the latest block, Unix seconds. */
export async function now(): Promise<bigint> {
  return BigInt(await time.latest());
}

/** Mines a block at exactly `timestamp`, Unix seconds. */
export async function goTo(timestamp: bigint): Promise<void> {
  await time.increaseTo(timestamp);
}

/** Makes the next transaction's block be at exactly `timestamp`, Unix seconds. */
export async function nextAt(timestamp: bigint): Promise<void> {
  await time.setNextBlockTimestamp(timestamp);
}
