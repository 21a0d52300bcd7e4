import { parseEventLogs, type Hash } from "viem";
import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { chain } from "./chain.ts";

const publicClient = await chain.viem.getPublicClient();

/** The events of a transaction, in order, from either contract. */
export async function eventsOf(transaction: Promise<Hash>) {
  const { logs } = await publicClient.getTransactionReceipt({ hash: await transaction });
  return parseEventLogs({ abi: [...registryAbi, ...recordsAbi], logs }).map(({ eventName, args }) => ({
    name: eventName,
    args,
  }));
}
