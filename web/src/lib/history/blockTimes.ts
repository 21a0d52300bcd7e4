import type { ChainAccess } from "../chain/chainAccess.ts";

/** Unix seconds of each of these blocks, every block asked for once. */
export async function blockTimes(
  { client }: ChainAccess,
  blocks: readonly bigint[],
): Promise<(block: bigint) => number> {
  const distinct = [...new Set(blocks)];
  const read = await Promise.all(distinct.map((blockNumber) => client.getBlock({ blockNumber })));
  const times = new Map(read.map(({ number, timestamp }) => [number, Number(timestamp)]));
  return (block) => times.get(block) ?? 0;
}
