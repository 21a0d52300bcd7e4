import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import {
  encodeFunctionData,
  type Address,
  type ContractFunctionArgs,
  type ContractFunctionName,
  type EncodeFunctionDataParameters,
  type Hex,
} from "viem";
import type { Network } from "../network/network.ts";

type Writes<Abi extends typeof registryAbi | typeof recordsAbi> = ContractFunctionName<Abi, "nonpayable">;

export type CallName = Writes<typeof registryAbi> | Writes<typeof recordsAbi>;

/** A transaction to one of the two contracts, ready to be tried and sent, and small enough to be kept. */
export type Call = { functionName: CallName; to: Address; data: Hex };

/** A call of `Registry`. */
export function registryCall<Name extends Writes<typeof registryAbi>>(
  network: Network,
  functionName: Name,
  args: ContractFunctionArgs<typeof registryAbi, "nonpayable", Name>,
): Call {
  const parameters = { abi: registryAbi, functionName, args } as unknown as EncodeFunctionDataParameters;
  return { functionName, to: network.registry, data: encodeFunctionData(parameters) };
}

/** A call of `Records`. */
export function recordsCall<Name extends Writes<typeof recordsAbi>>(
  network: Network,
  functionName: Name,
  args: ContractFunctionArgs<typeof recordsAbi, "nonpayable", Name>,
): Call {
  const parameters = { abi: recordsAbi, functionName, args } as unknown as EncodeFunctionDataParameters;
  return { functionName, to: network.records, data: encodeFunctionData(parameters) };
}
