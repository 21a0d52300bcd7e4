import { createClient, fallback, http, type Chain, type Client, type PublicActions, type Transport } from "viem";
import {
  call,
  estimateGas,
  getBlock,
  getBlockNumber,
  getCode,
  getContractEvents,
  getGasPrice,
  getLogs,
  getTransaction,
  getTransactionCount,
  getTransactionReceipt,
  readContract,
  waitForTransactionReceipt,
  watchBlockNumber,
} from "viem/actions";
import type { Network } from "../network/network.ts";

type Reading = Pick<
  PublicActions<Transport, Chain>,
  | "call"
  | "estimateGas"
  | "getBlock"
  | "getBlockNumber"
  | "getCode"
  | "getContractEvents"
  | "getGasPrice"
  | "getLogs"
  | "getTransaction"
  | "getTransactionCount"
  | "getTransactionReceipt"
  | "readContract"
  | "verifyHash"
  | "waitForTransactionReceipt"
  | "watchBlockNumber"
>;

/** A viem client that can do what is asked of a chain here. */
export type ChainClient = Client<Transport, Chain, undefined, undefined, Reading>;

/** How the page reads the public record. Only `lib/chain` asks its nodes. */
export type ChainAccess = { network: Network; client: ChainClient };

/**
 * What ends by itself ends by the clock, and the newest block of a quiet network may be old: so the contracts are asked as the next
 * block would see things.
 */
export const NOW = { blockTag: "pending" } as const;

/** Reads through the network's nodes in order: the next one is asked when one fails. Requests of one tick go together. */
export function createChainAccess(network: Network): ChainAccess {
  const transports = network.rpcUrls.map((url) => http(url, { batch: true, timeout: 15_000 }));
  const client = createClient({
    chain: network.chain,
    transport: fallback(transports),
    pollingInterval: network.local ? 250 : 4_000,
  }).extend(reading);
  return { network, client };
}

/**
 * The actions that are used, one by one: viem's own client brings along all there are, twice as much code. What asks contract accounts
 * about their signatures is a third of it, and comes when one is asked about.
 */
function reading(client: Client<Transport, Chain>): Reading {
  return {
    call: (parameters) => call(client, parameters),
    estimateGas: (parameters) => estimateGas(client, parameters),
    getBlock: (parameters) => getBlock(client, parameters),
    getBlockNumber: (parameters) => getBlockNumber(client, parameters),
    getCode: (parameters) => getCode(client, parameters),
    getContractEvents: (parameters) => getContractEvents(client, parameters),
    getGasPrice: () => getGasPrice(client),
    // Its types do not go together in viem itself.
    getLogs: (parameters) => getLogs(client, parameters as never),
    getTransaction: (parameters) => getTransaction(client, parameters),
    getTransactionCount: (parameters) => getTransactionCount(client, parameters),
    getTransactionReceipt: (parameters) => getTransactionReceipt(client, parameters),
    readContract: (parameters) => readContract(client, parameters),
    verifyHash: async (parameters) => (await import("./verifyHash.ts")).verifyHash(client, parameters),
    waitForTransactionReceipt: (parameters) => waitForTransactionReceipt(client, parameters),
    watchBlockNumber: (parameters) => watchBlockNumber(client, parameters),
  };
}
