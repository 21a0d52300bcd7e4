import hre from "hardhat";

/** Builds once for all workers. */
export default async function build(): Promise<void> {
  await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
}
