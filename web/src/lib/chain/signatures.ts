import type { ChartId } from "@chartkey/protocol/chart";
import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { zeroAddress, type Address } from "viem";
import { NOW, type ChainAccess } from "./chainAccess.ts";

/** Who controls a chart, and the epoch that every signature for it binds. `holder` is null when there is no such chart. */
export async function controlOf(
  { client, network }: ChainAccess,
  chart: ChartId,
): Promise<{ holder: Address | null; epoch: number }> {
  const [holder, epoch] = await client.readContract({
    address: network.registry,
    abi: registryAbi,
    functionName: "whoControls",
    args: [chart],
    ...NOW,
  });
  return { holder: holder === zeroAddress ? null : holder, epoch };
}

/** Where a chart and a doctor stand: the counter that the next decision about all reports names, and how often all was stopped. */
export async function pairStateOf(
  { client, network }: ChainAccess,
  chart: ChartId,
  grantee: Address,
): Promise<{ counter: number; generation: number }> {
  const [, , counter, generation] = await client.readContract({
    address: network.records,
    abi: recordsAbi,
    functionName: "standingConsentOf",
    args: [chart, grantee],
    ...NOW,
  });
  return { counter, generation };
}

/** The number that the chart's next signed request bears at one of the contracts. */
export function nonceOf({ client, network }: ChainAccess, isRegistry: boolean, chart: ChartId): Promise<bigint> {
  const asked = { functionName: "nonces", args: [chart], ...NOW } as const;
  return isRegistry
    ? client.readContract({ address: network.registry, abi: registryAbi, ...asked })
    : client.readContract({ address: network.records, abi: recordsAbi, ...asked });
}
