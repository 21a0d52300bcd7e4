import type { ChainAccess } from "./chainAccess.ts";

/** Calls `listener` for each new head of the chain that a node reports. Returns how to stop. */
export function onNewBlock({ client, network }: ChainAccess, listener: () => void): () => void {
  return client.watchBlockNumber({
    poll: true,
    pollingInterval: network.local ? 1_000 : 8_000,
    onBlockNumber: (_, previous) => {
      if (previous !== undefined) listener();
    },
    // A node that does not answer says so where something is asked of it.
    onError: () => {},
  });
}
