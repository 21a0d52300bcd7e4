import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { type AddressInfo, createServer as createSocketServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import {
  type Abi,
  type Address,
  createTestClient,
  createWalletClient,
  getContract,
  type Hash,
  type Hex,
  http,
  publicActions,
  type TransactionReceipt,
} from "viem";
import { type HDAccount, mnemonicToAccount } from "viem/accounts";
import { foundry } from "viem/chains";
import { buildSubgraph } from "../../../subgraph/build.ts";
import { LOCAL_CHAIN_ID, startChain } from "../../local/chain.ts";
import { DEMO_MNEMONIC } from "../../seed/people.ts";
import { startGraphNode } from "../../local/graph-node.ts";
import { startPostgres } from "../../local/postgres.ts";
import { openProcessRecord } from "../../local/process-record.ts";

const artifacts = new URL("../../../contracts/artifacts/contracts/src/", import.meta.url);
const subgraphBuild = fileURLToPath(new URL("../../../subgraph/build", import.meta.url));

/** Seconds that a handover of the default admin, or a grant of attester or registrar, waits. */
export const INITIAL_DELAY = 60;

export type IndexedNetwork = Awaited<ReturnType<typeof startIndexedNetwork>>;

/** Both contracts on a chain of their own, and graph-node indexing them. Account 0 is the default admin. */
export async function startIndexedNetwork() {
  await buildSubgraph();
  const stopping: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const stopOne of stopping.splice(0).reverse()) await stopOne();
  };

  try {
    const folder = await mkdtemp(path.join(tmpdir(), "chartkey-subgraph-test-"));
    stopping.push(() => rm(folder, { recursive: true, force: true }));
    const record = openProcessRecord(path.join(folder, "processes.json"));
    const logFile = (name: string): string => path.join(folder, `${name}.log`);
    const [rpc, database, graph, admin, index, metrics] = await freePorts();

    const chain = await startChain({
      port: rpc,
      stateFile: path.join(folder, "chain.json"),
      allowOrigin: "http://localhost",
      logFile: logFile("chain"),
      record,
    });
    stopping.push(() => chain.stop());
    const contracts = await deploy(chain.rpcUrl);

    const postgres = await startPostgres({ port: database, logFile: logFile("postgres"), record });
    stopping.push(() => postgres.stop());
    const gateway = await startEmptyGateway();
    stopping.push(() => gateway.stop());
    const databaseUrl = await postgres.createDatabase("graph-node");
    const startIndex = () =>
      startGraphNode({
        ports: { http: graph, admin, index, metrics },
        databaseUrl,
        rpcUrl: chain.rpcUrl,
        ipfsUrl: gateway.url,
        subgraphBuild,
        sources: { Registry: contracts.registry, Records: contracts.records },
        workFolder: path.join(folder, "subgraph"),
        logFile: logFile("graph-node"),
        record,
      });
    let graphNode = await startIndex();
    stopping.push(() => graphNode.stop());

    return {
      ...connect(chain.rpcUrl, contracts, graphNode.queryUrl),
      stop,
      /** Ends graph-node, and starts it again over what it had indexed. */
      async restartIndex(meanwhile: () => Promise<unknown>) {
        await graphNode.stop();
        try {
          await meanwhile();
        } finally {
          graphNode = await startIndex();
        }
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Deployed {
  readonly address: Address;
  readonly startBlock: number;
}

function connect(
  rpcUrl: string,
  contracts: { readonly registry: Deployed; readonly records: Deployed },
  queryUrl: string,
) {
  const client = clientOf(rpcUrl);
  const registry = contracts.registry.address;
  const records = contracts.records.address;

  /** Waits until a transaction is mined, and throws unless it succeeded. */
  async function mined(sent: Promise<Hash>): Promise<TransactionReceipt> {
    const receipt = await client.waitForTransactionReceipt({ hash: await sent, pollingInterval: 20 });
    if (receipt.status !== "success") throw new Error(`Transaction ${receipt.transactionHash} was reverted.`);
    return receipt;
  }

  return {
    client,
    queryUrl,
    location: { chainId: LOCAL_CHAIN_ID, registry, records },
    mined,
    registryAs: (account: HDAccount) =>
      getContract({ abi: registryAbi, address: registry, client: walletOf(rpcUrl, account) }),
    recordsAs: (account: HDAccount) =>
      getContract({ abi: recordsAbi, address: records, client: walletOf(rpcUrl, account) }),

    /** Seconds since 1970 of the chain's newest block. */
    now: async (): Promise<bigint> => (await client.getBlock()).timestamp,

    /** Seconds since 1970 of the block of a transaction, as the index prints it. */
    timeOf: async ({ blockNumber }: TransactionReceipt): Promise<string> =>
      (await client.getBlock({ blockNumber })).timestamp.toString(),

    /** Asks the index as it is. */
    askNow: (query: string) => ask(queryUrl, query),

    /** Asks the index once it has reached the chain's newest block. */
    async ask(query: string): Promise<unknown> {
      const barrier = `{ _meta(block: { number_gte: ${await client.getBlockNumber({ cacheTime: 0 })} }) { block { number } } }`;
      while ((await ask(queryUrl, barrier)).errors !== undefined) await sleep(50);

      const answer = await ask(queryUrl, query);
      if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
      return answer.data;
    },
  };
}

/** Account `index` of the local chain's mnemonic. */
export function localAccount(index: number): HDAccount {
  return mnemonicToAccount(DEMO_MNEMONIC, { addressIndex: index });
}

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string }[];
}

async function ask(url: string, query: string): Promise<Answer> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query }),
  });
  return (await response.json()) as Answer;
}

async function deploy(rpcUrl: string): Promise<{ readonly registry: Deployed; readonly records: Deployed }> {
  // Block numbers then pass 256 while the tests run, so that ids in the wrong byte order are out of order.
  await clientOf(rpcUrl).mine({ blocks: 250 });
  const deployer = localAccount(0);
  const registry = await deployOne(rpcUrl, "Registry", [INITIAL_DELAY, deployer.address]);
  return { registry, records: await deployOne(rpcUrl, "Records", [registry.address]) };
}

async function deployOne(rpcUrl: string, name: string, args: readonly unknown[]): Promise<Deployed> {
  const file = new URL(`${name}.sol/${name}.json`, artifacts);
  const artifact = JSON.parse(await readFile(file, "utf8")) as { readonly abi: Abi; readonly bytecode: Hex };
  const hash = await walletOf(rpcUrl, localAccount(0)).deployContract({ ...artifact, args });
  const { contractAddress, blockNumber } = await clientOf(rpcUrl).waitForTransactionReceipt({ hash });
  if (!contractAddress) throw new Error(`${name} was not deployed.`);
  return { address: contractAddress, startBlock: Number(blockNumber) };
}

const localChain = { ...foundry, id: LOCAL_CHAIN_ID };

function clientOf(rpcUrl: string) {
  return createTestClient({ chain: localChain, mode: "anvil", transport: http(rpcUrl) }).extend(publicActions);
}

function walletOf(rpcUrl: string, account: HDAccount) {
  return createWalletClient({ account, chain: localChain, transport: http(rpcUrl) });
}

/** Graph-node wants an IPFS gateway to answer; nothing here is on IPFS, so it never has what is asked for. */
async function startEmptyGateway() {
  const server: Server = createServer((_request, response) => response.writeHead(412).end());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

async function freePorts(): Promise<[number, number, number, number, number, number]> {
  const [a, b, c, d, e, f] = Array.from({ length: 6 }, () => createSocketServer().listen(0, "127.0.0.1"));
  const servers = [a!, b!, c!, d!, e!, f!] as const;
  await Promise.all(
    servers.map((server) => server.listening || new Promise((resolve) => server.once("listening", resolve))),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports as [number, number, number, number, number, number];
}
