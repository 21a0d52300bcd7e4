import { createHardhatRuntimeEnvironment } from "hardhat/hre";
import path from "node:path";
import { isHex, type Hex } from "viem";
import configuration from "../../../hardhat.config.ts";
import { withBuildLock } from "../../local/build-lock.ts";
import { projectFolder } from "../../local/project-folder.ts";

const builds = path.join(projectFolder, ".cache/contracts");

/** Both contracts as they are deployed, and simulated chains to deploy them to. */
export async function productionBuild() {
  const hre = await createHardhatRuntimeEnvironment(
    {
      ...configuration,
      paths: {
        ...configuration.paths,
        artifacts: path.join(builds, "artifacts"),
        cache: path.join(builds, "cache"),
      },
    },
    { buildProfile: "production" },
    projectFolder,
  );
  const files = ["Registry.sol", "Records.sol"].map((file) => path.join(projectFolder, "contracts/src", file));
  const [registry, records] = await withBuildLock("contracts", async () => {
    await hre.tasks.getTask("build").run({ quiet: true, noTests: true, files });
    return Promise.all([hre.artifacts.readArtifact("Registry"), hre.artifacts.readArtifact("Records")]);
  });
  return {
    network: hre.network,
    artifacts: hre.artifacts,
    bytecode: { registry: bytecodeOf(registry), records: bytecodeOf(records) },
  };
}

function bytecodeOf({ bytecode }: { bytecode: string }): Hex {
  if (!isHex(bytecode)) throw new Error("A library is not linked.");
  return bytecode;
}
