/**
 * Builds the subgraph and writes its manifest for a network, with where the contracts are there, beside the build: what
 * `graph deploy` is handed.
 *
 * ```sh
 * node subgraph/for-network.ts sepolia                       # writes subgraph/build/subgraph.sepolia.yaml
 * npx graph deploy chartkey subgraph/build/subgraph.sepolia.yaml
 * ```
 */
import { readFile, writeFile } from "node:fs/promises";
import { buildSubgraph } from "./build.ts";
import { type DeployedSource, withSources } from "./with-sources.ts";

export type Networks = Readonly<Record<string, Readonly<Record<string, DeployedSource>>>>;

/** @throws NotDeployedError for a network that is not known, or where the contracts are not yet. */
export function manifestFor(manifest: string, network: string, networks: Networks): string {
  const sources = networks[network];
  if (sources === undefined) throw new NotDeployedError(network, `Known are ${Object.keys(networks).join(", ")}.`);
  if (Object.keys(sources).length === 0) {
    throw new NotDeployedError(
      network,
      "Deploy them first, then write their addresses and first blocks into subgraph/networks.json.",
    );
  }
  return withSources(manifest, network, sources);
}

export class NotDeployedError extends Error {
  override name = "NotDeployedError";

  constructor(network: string, advice: string) {
    super(`The contracts are not on "${network}". ${advice} Nothing was written.`);
  }
}

if (import.meta.main) {
  const [network = ""] = process.argv.slice(2);
  const at = (file: string): URL => new URL(file, import.meta.url);
  try {
    const networks = JSON.parse(await readFile(at("networks.json"), "utf8")) as Networks;
    await buildSubgraph();
    const manifest = manifestFor(await readFile(at("build/subgraph.yaml"), "utf8"), network, networks);
    await writeFile(at(`build/subgraph.${network}.yaml`), manifest);
    console.log(`Written: subgraph/build/subgraph.${network}.yaml`);
  } catch (error) {
    if (!(error instanceof NotDeployedError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
