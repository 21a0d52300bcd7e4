import type { ChainAccess } from "./chainAccess.ts";

/** A listener that takes longer, in milliseconds, is given a rest of several times as long before the next block. */
const LONG = 2_000;
const REST = 4;
/** The longest rest. */
const LONGEST_REST = 30_000;
/** A listener that takes longer is not waited for: it may hang on a server that does not answer. */
const PATIENCE = 10_000;

/**
 * Calls `listener` when a node reports a new head of the chain, one call at a time: blocks that come meanwhile are told by one more
 * call, later where the last one took long. So a chart of thousands of reports is not read anew all the time. Returns how to stop.
 */
export function onNewBlock({ client, network }: ChainAccess, listener: () => unknown): () => void {
  let isBusy = false;
  let isDue = false;
  let hasStopped = false;
  let waiting: ReturnType<typeof setTimeout> | undefined;

  async function tell(): Promise<void> {
    isDue = isBusy;
    if (isBusy) return;
    isBusy = true;
    const begun = performance.now();
    const patience = new Promise<void>((resolve) => (waiting = setTimeout(resolve, PATIENCE)));
    try {
      await Promise.race([listener(), patience]);
    } finally {
      clearTimeout(waiting);
      if (!hasStopped) restAfter(performance.now() - begun);
    }
  }

  function restAfter(took: number): void {
    if (took > LONG) waiting = setTimeout(goOn, Math.min(took * REST, LONGEST_REST));
    else goOn();
  }

  function goOn(): void {
    isBusy = false;
    if (isDue) void tell();
  }

  const unwatch = client.watchBlockNumber({
    poll: true,
    pollingInterval: network.local ? 1_000 : 8_000,
    onBlockNumber: (_, previous) => {
      if (previous !== undefined) void tell();
    },
    // A node that does not answer says so where something is asked of it.
    onError: () => {},
  });
  return () => {
    hasStopped = true;
    clearTimeout(waiting);
    unwatch();
  };
}
