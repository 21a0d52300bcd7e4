import type { ChartId } from "@chartkey/protocol/chart";
import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import type { ReportId } from "@chartkey/protocol/report-id";
import { zeroAddress, type Address } from "viem";
import { NOW, type ChainAccess } from "./chainAccess.ts";

/** Whether `account` may read `report` now: the contract's own answer, on which every opening depends. */
export function canRead({ client, network }: ChainAccess, report: ReportId, account: Address): Promise<boolean> {
  return client.readContract({
    address: network.records,
    abi: recordsAbi,
    functionName: "canRead",
    args: [report, account],
    ...NOW,
  });
}

/** The account that holds a chart; null when there is no such chart. */
export async function holderOf({ client, network }: ChainAccess, chart: ChartId): Promise<Address | null> {
  const holder = await client.readContract({
    address: network.registry,
    abi: registryAbi,
    functionName: "holderOf",
    args: [chart],
  });
  return holder === zeroAddress ? null : holder;
}

/** What the contract weighs about a chart and an account; `hospital` is whose assignment matters, 0 when none does. */
export function factsOf({ client, network }: ChainAccess, chart: ChartId, account: Address, hospital: number) {
  return client.readContract({
    address: network.registry,
    abi: registryAbi,
    functionName: "factsOf",
    args: [chart, account, hospital],
    ...NOW,
  });
}

/** The newest key of an account: version 0 when it has none. */
export async function keyOf({ client, network }: ChainAccess, account: Address) {
  const [version, encryptionAddress] = await client.readContract({
    address: network.registry,
    abi: registryAbi,
    functionName: "keyOf",
    args: [account],
  });
  return { version, encryptionAddress };
}

/** The epoch of a report, which remarks name; null when there is no such report. */
export async function epochOf({ client, network }: ChainAccess, report: ReportId): Promise<number | null> {
  const [author, epoch] = await client.readContract({
    address: network.records,
    abi: recordsAbi,
    functionName: "reportOf",
    args: [report],
  });
  return author === zeroAddress ? null : epoch;
}
