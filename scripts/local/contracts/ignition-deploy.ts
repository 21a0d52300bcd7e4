/**
 * Deploys both contracts with Ignition, as any other network would be, and writes where they are. A program of its own:
 * Hardhat is needed once in the life of a local chain, and nothing of it stays in memory afterwards.
 *
 * ```sh
 * node scripts/local/contracts/ignition-deploy.ts <rpc url> <journal folder> <result file>
 * ```
 */
import { createHardhatRuntimeEnvironment } from "hardhat/hre";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { type Address, createPublicClient, http } from "viem";
import Chartkey from "../../../contracts/ignition/modules/Chartkey.ts";
import configuration from "../../../hardhat.config.ts";
import type { Deployment } from "../contracts.ts";
import { LOCAL_CHAIN_ID } from "../chain.ts";
import { projectFolder } from "../project-folder.ts";

const [rpcUrl, journal, resultFile] = process.argv.slice(2);
if (rpcUrl === undefined || journal === undefined || resultFile === undefined) {
  throw new Error("usage: ignition-deploy.ts <rpc url> <journal folder> <result file>");
}

const builds = path.join(projectFolder, ".cache/contracts");
const hre = await createHardhatRuntimeEnvironment(
  {
    ...configuration,
    paths: {
      ...configuration.paths,
      artifacts: path.join(builds, "artifacts"),
      cache: path.join(builds, "cache"),
      ignition: journal,
    },
    networks: { local: { type: "http", chainType: "l1", chainId: LOCAL_CHAIN_ID, url: rpcUrl } },
  },
  { buildProfile: "production" },
  projectFolder,
);
// Each file is compiled alone in this profile, so only those that are deployed.
const sources = ["Registry.sol", "Records.sol"].map((file) => path.join(projectFolder, "contracts/src", file));
await hre.tasks.getTask("build").run({ quiet: true, noTests: true, files: sources });

const client = createPublicClient({ transport: http(rpcUrl) });
const deployBlock = Number(await client.getBlockNumber()) + 1;
const { ignition } = await hre.network.create("local");
const deploymentId = "local";
await ignition.deploy(Chartkey, {
  parameters: path.join(projectFolder, "contracts/ignition/parameters/local.json"),
  deploymentId,
  config: { requiredConfirmations: 1, blockPollingInterval: 50 },
});

const addresses = path.join(journal, "deployments", deploymentId, "deployed_addresses.json");
const deployed = JSON.parse(await readFile(addresses, "utf8")) as Record<string, Address>;
const { "Chartkey#Registry": registry, "Chartkey#Records": records } = deployed;
if (registry === undefined || records === undefined) throw new Error("Ignition deployed something else.");
const deployment: Deployment = { registry, records, deployBlock };
await writeFile(resultFile, JSON.stringify(deployment));
