import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type DeployedSource, withSources } from "../../subgraph/with-sources.ts";
import { findBinary } from "./find-binary.ts";
import type { ProcessRecord } from "./process-record.ts";
import { type Program, runProgram } from "./run-program.ts";
import { waitUntil } from "./wait-until.ts";

export interface GraphNodePorts {
  readonly http: number;
  readonly admin: number;
  readonly index: number;
  readonly metrics: number;
}

export interface GraphNodeOptions {
  readonly ports: GraphNodePorts;
  /** An empty database of its own. */
  readonly databaseUrl: string;
  readonly rpcUrl: string;
  /** Something must answer there, or graph-node hangs for a minute and aborts. */
  readonly ipfsUrl: string;
  /** graph-cli's output: a folder with `subgraph.yaml`, the schema and the compiled handlers. */
  readonly subgraphBuild: string;
  /** By the names of the manifest's data sources. */
  readonly sources: Readonly<Record<string, DeployedSource>>;
  /** Receives a copy of the build with addresses filled in; emptied first. */
  readonly workFolder: string;
  readonly logFile: string;
  readonly record: ProcessRecord;
}

export interface GraphNode {
  readonly program: Program;
  /** The subgraph's GraphQL endpoint. */
  readonly queryUrl: string;
  /** The last block in the index; null while there is none. Throws SubgraphFailedError when indexing has stopped for good. */
  indexedBlock(): Promise<number | null>;
  /** Resolves when the index holds everything up to a block. */
  untilIndexed(block: number): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts graph-node with one subgraph and waits until it has indexed the block of its contracts.
 *
 * It listens on every interface and its admin port asks for no password: for this machine only.
 */
export async function startGraphNode(options: GraphNodeOptions): Promise<GraphNode> {
  const { ports, databaseUrl, rpcUrl, ipfsUrl, workFolder, logFile, record } = options;
  placeSubgraph(options);
  const program = runProgram({
    name: "graph-node",
    command: findGraphNode(),
    args: [
      ...["dev", "--manifests", "./subgraph.yaml", "--ipfs", ipfsUrl],
      ...["--http-port", String(ports.http), "--admin-port", String(ports.admin)],
      ...["--index-node-port", String(ports.index), "--metrics-port", String(ports.metrics)],
    ],
    cwd: workFolder,
    env: { ...environment, POSTGRES_URL: databaseUrl, ETHEREUM_RPC: `localhost:${rpcUrl}` },
    logFile,
    record,
    // It has no orderly end worth waiting for: the database is thrown away.
    graceMs: 2_000,
  });

  const queryUrl = `http://127.0.0.1:${ports.http}/subgraphs/name/subgraph-0`;
  const indexedBlock = async (): Promise<number | null> => askForBlock(queryUrl, program.name);
  const untilIndexed = (block: number): Promise<void> =>
    waitUntil(program, async () => ((await indexedBlock()) ?? -1) >= block, 60_000);
  const firstBlock = Math.max(...Object.values(options.sources).map(({ startBlock }) => startBlock));
  try {
    await untilIndexed(firstBlock);
  } catch (error) {
    await program.stop();
    throw error;
  }
  return { program, queryUrl, indexedBlock, untilIndexed, stop: () => program.stop() };
}

const environment = {
  // With the cache, indexing stalls for half a minute at a time on a chain this quick.
  GRAPH_STORE_DISABLE_CHAIN_HEAD_PTR_CACHE: "true",
  GRAPH_CHAIN_HEAD_WATCHER_TIMEOUT: "1",
  ETHEREUM_POLLING_INTERVAL: "100",
  GRAPH_NODE_GENESIS_VALIDATION_ENABLED: "true",
  GRAPH_IPFS_REQUEST_TIMEOUT: "5",
  GRAPH_LOG: "info",
};

function placeSubgraph({ subgraphBuild, workFolder, sources }: GraphNodeOptions): void {
  rmSync(workFolder, { recursive: true, force: true });
  mkdirSync(workFolder, { recursive: true });
  cpSync(subgraphBuild, path.join(workFolder, "build"), { recursive: true });
  const built = readFileSync(path.join(subgraphBuild, "subgraph.yaml"), "utf8");
  const manifest = withSources(built, "localhost", sources);
  // It looks for the manifest in the one place, and for what the manifest names in the other.
  for (const place of ["subgraph.yaml", "build/subgraph.yaml"]) writeFileSync(path.join(workFolder, place), manifest);
}

async function askForBlock(queryUrl: string, part: string): Promise<number | null> {
  const response = await fetch(queryUrl, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: "{ _meta { block { number } hasIndexingErrors } }" }),
  });
  const { data } = (await response.json()) as {
    data?: { _meta?: { block: { number: number }; hasIndexingErrors: boolean } };
  };
  const meta = data?._meta;
  if (meta?.hasIndexingErrors) throw new SubgraphFailedError(part);
  return meta?.block.number ?? null;
}

function findGraphNode(): string {
  return findBinary({
    name: "gnd",
    variable: "GND_BIN",
    packageName: `@graphprotocol/gnd-${process.platform}-${process.arch}`,
    packagePath: "bin/gnd",
    advice: "Get graph-node's developer edition with `graph node install`.",
  });
}

export class SubgraphFailedError extends Error {
  override name = "SubgraphFailedError";

  constructor(part: string) {
    super(`${part} has stopped indexing: a handler of the subgraph failed.`);
  }
}
