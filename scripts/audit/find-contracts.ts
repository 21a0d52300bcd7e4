import { type AuditNode, numberTag } from "@chartkey/protocol/audit/audit-node";
import type { Contracts } from "@chartkey/protocol/audit/book";
import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { type Address, decodeFunctionResult, encodeFunctionData, type Hex, isHex } from "viem";

/** The contracts, from the address of `Records`. @throws WrongAddressError */
export async function findContracts(node: AuditNode, records: Address): Promise<Contracts> {
  const chainId = Number(await node("eth_chainId", []));
  if (!Number.isSafeInteger(chainId)) throw new WrongAddressError("The node does not say which chain it is of.");
  if ((await node("eth_getCode", [records, "latest"])) === "0x") {
    throw new WrongAddressError(
      `There is no contract at ${records} on chain ${chainId}. Compare the address, and whether the node is of the right network.`,
    );
  }
  const registry = await registryOf(node, records);
  if (registry !== null) return { chainId, registry, records };
  throw new WrongAddressError(
    (await isRegistry(node, records))
      ? `${records} is the Registry. Give the address of Records, which names its registry.`
      : `The contract at ${records} is not Chartkey's Records: it does not say which registry it belongs to.`,
  );
}

/** The first block in which the registry, deployed before `Records`, is there; zero when the node does not remember. */
export async function findDeployBlock(node: AuditNode, { registry }: Contracts, head: number): Promise<number> {
  const isThere = async (block: number): Promise<boolean> =>
    (await node("eth_getCode", [registry, numberTag(block)])) !== "0x";
  try {
    let [before, there] = [-1, head];
    while (there - before > 1) {
      const middle = Math.floor((before + there) / 2);
      if (await isThere(middle)) there = middle;
      else before = middle;
    }
    return there;
  } catch {
    // Not every node keeps what there was: then everything is read.
    return 0;
  }
}

async function registryOf(node: AuditNode, records: Address): Promise<Address | null> {
  try {
    const data = encodeFunctionData({ abi: recordsAbi, functionName: "registry" });
    const answer = await node("eth_call", [{ to: records, data }, "latest"]);
    if (!isHex(answer)) return null;
    return decodeFunctionResult({ abi: recordsAbi, functionName: "registry", data: answer });
  } catch (error) {
    if (error instanceof Error && error.name === "UnreachableError") throw error;
    return null;
  }
}

async function isRegistry(node: AuditNode, address: Address): Promise<boolean> {
  try {
    const data: Hex = encodeFunctionData({ abi: registryAbi, functionName: "pausedUntil" });
    const answer = await node("eth_call", [{ to: address, data }, "latest"]);
    return isHex(answer) && answer.length === 66;
  } catch {
    return false;
  }
}

/** The address is not one of what is to be checked. */
export class WrongAddressError extends Error {
  override name = "WrongAddressError";
}
