import type { ChartId } from "@chartkey/protocol/chart";
import { parseFacts, type Facts } from "@chartkey/protocol/facts";
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
export async function factsOf(
  { client, network }: ChainAccess,
  chart: ChartId,
  account: Address,
  hospital: number,
): Promise<Facts> {
  const word = await client.readContract({
    address: network.registry,
    abi: registryAbi,
    functionName: "facts",
    args: [chart, account, hospital],
    ...NOW,
  });
  return parseFacts(word);
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

/** The newest version of a report, whatever became of it: 1 when added, one more with each correction; 0 before. */
export async function versionOf({ client, network }: ChainAccess, report: ReportId): Promise<number> {
  const [author, , version] = await client.readContract({
    address: network.records,
    abi: recordsAbi,
    functionName: "reportOf",
    args: [report],
  });
  return author === zeroAddress ? 0 : version;
}

/** How often the set of standing readers of a chart was changed, which new reports name. */
export function consentEpochOf({ client, network }: ChainAccess, chart: ChartId): Promise<number> {
  return client.readContract({
    address: network.records,
    abi: recordsAbi,
    functionName: "consentEpochOf",
    args: [chart],
    ...NOW,
  });
}

/** The last second for which all reports of a chart are shared with a doctor, Unix time; zero when they are not. */
export async function standingConsentOf(
  { client, network }: ChainAccess,
  chart: ChartId,
  grantee: Address,
): Promise<number> {
  const [expiry] = await client.readContract({
    address: network.records,
    abi: recordsAbi,
    functionName: "standingConsentOf",
    args: [chart, grantee],
    ...NOW,
  });
  return Number(expiry);
}

/** The counter of a report and a doctor, which the next grant names. */
export async function consentCounterOf(
  { client, network }: ChainAccess,
  report: ReportId,
  grantee: Address,
): Promise<number> {
  const [, , counter] = await client.readContract({
    address: network.records,
    abi: recordsAbi,
    functionName: "consentOf",
    args: [report, grantee],
    ...NOW,
  });
  return counter;
}

/** Whether a report was stopped by itself with a doctor, and not granted by itself since: that outranks a share of all reports. */
export async function isStopped(
  { client, network }: ChainAccess,
  report: ReportId,
  grantee: Address,
): Promise<boolean> {
  const [, , , stopped] = await client.readContract({
    address: network.records,
    abi: recordsAbi,
    functionName: "consentOf",
    args: [report, grantee],
    ...NOW,
  });
  return stopped;
}

/** How often a report was locked: 1 when added, one more with each new lock. */
export async function epochOf({ client, network }: ChainAccess, report: ReportId): Promise<number> {
  const [, epoch] = await client.readContract({
    address: network.records,
    abi: recordsAbi,
    functionName: "reportOf",
    args: [report],
    ...NOW,
  });
  return epoch;
}
