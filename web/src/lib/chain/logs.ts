import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { HttpRequestError, parseEventLogs, type ContractEventArgs, type ContractEventName } from "viem";
import type { ChainAccess } from "./chainAccess.ts";

/** Fewer blocks than this per question are not tried: the node is not just overwhelmed. */
const SMALLEST_SPAN = 1_000n;

/** Where in the chain a log is. */
type Place = { blockNumber: bigint; logIndex: number };
export type Range = { fromBlock: bigint; toBlock: bigint };

/** Every event of `Registry` with this name and these indexed arguments, oldest first. */
export function registryLogs<Name extends ContractEventName<typeof registryAbi>>(
  { client, network }: ChainAccess,
  eventName: Name,
  args?: ContractEventArgs<typeof registryAbi, Name>,
) {
  return sinceDeployment({ client, network }, (range) =>
    client.getContractEvents({ address: network.registry, abi: registryAbi, eventName, args, strict: true, ...range }),
  );
}

/** Every event of `Records` with this name and these indexed arguments, oldest first. */
export function recordsLogs<Name extends ContractEventName<typeof recordsAbi>>(
  { client, network }: ChainAccess,
  eventName: Name,
  args?: ContractEventArgs<typeof recordsAbi, Name>,
) {
  return sinceDeployment({ client, network }, (range) =>
    client.getContractEvents({ address: network.records, abi: recordsAbi, eventName, args, strict: true, ...range }),
  );
}

const bothAbis = [...registryAbi, ...recordsAbi] as const;

/** Every event of both contracts, oldest first. */
export async function everyLog({ client, network }: ChainAccess) {
  const address = [network.registry, network.records];
  const logs = await sinceDeployment({ client, network }, (range) => client.getLogs({ address, ...range }));
  return parseEventLogs({ abi: bothAbis, logs, strict: true });
}

/** Puts logs of several questions into the order in which they happened. */
export function inChainOrder(a: Place, b: Place): number {
  return Number(a.blockNumber - b.blockNumber) || a.logIndex - b.logIndex;
}

async function sinceDeployment<T>({ client, network }: ChainAccess, ask: (range: Range) => Promise<T[]>): Promise<T[]> {
  const toBlock = await client.getBlockNumber({ cacheTime: 0 });
  return inRanges({ fromBlock: network.deployBlock, toBlock }, ask);
}

/** Asks for everything at once and, since public nodes limit the span of a question, in ever smaller parts if refused. */
export async function inRanges<T>(whole: Range, ask: (range: Range) => Promise<T[]>): Promise<T[]> {
  const head = whole.toBlock;
  const found: T[] = [];
  let { fromBlock } = whole;
  let span = head - fromBlock + 1n;
  while (fromBlock <= head) {
    const toBlock = fromBlock + span - 1n < head ? fromBlock + span - 1n : head;
    try {
      found.push(...(await ask({ fromBlock, toBlock })));
      fromBlock = toBlock + 1n;
    } catch (error) {
      if (span <= SMALLEST_SPAN || error instanceof HttpRequestError) throw error;
      span /= 4n;
    }
  }
  return found;
}
