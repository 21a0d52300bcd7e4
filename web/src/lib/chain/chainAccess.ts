import { createPublicClient, fallback, http, type Chain, type PublicClient, type Transport } from "viem";
import type { Network } from "../network/network.ts";

/** How the page reads the public record. Only `lib/chain` asks its nodes. */
export type ChainAccess = { network: Network; client: PublicClient<Transport, Chain> };

/**
 * What ends by itself ends by the clock, and the newest block of a quiet network may be old: so the contracts are asked as the next
 * block would see things.
 */
export const NOW = { blockTag: "pending" } as const;

/** Reads through the network's nodes in order: the next one is asked when one fails. Requests of one tick go together. */
export function createChainAccess(network: Network): ChainAccess {
  const transports = network.rpcUrls.map((url) => http(url, { batch: true, timeout: 15_000 }));
  const client = createPublicClient({
    chain: network.chain,
    transport: fallback(transports),
    pollingInterval: network.local ? 250 : 4_000,
  });
  return { network, client };
}
