import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import {
  decodeEventLog,
  decodeFunctionData,
  getAbiItem,
  isAddressEqual,
  type AbiParameter,
  type Address,
  type Hex,
} from "viem";
import type { Network } from "../network/network.ts";

/** A parameter with its value as text; one that holds others has `parts` instead. */
export type DecodedValue = { name: string; type: string } & ({ text: string } | { parts: readonly DecodedValue[] });

/** A call or an event by the name it has in the contract's interface. */
export type Decoded = { name: string; values: readonly DecodedValue[] };

type Contracts = Pick<Network, "registry" | "records">;
type Abi = typeof registryAbi | typeof recordsAbi;

/** Which of the two contracts an address is; null for any other. */
export function contractName(contracts: Contracts, address: Address): "Registry" | "Records" | null {
  if (isAddressEqual(address, contracts.registry)) return "Registry";
  if (isAddressEqual(address, contracts.records)) return "Records";
  return null;
}

/** The event that a log is; null when it is none of the two contracts'. */
export function decodedEvent(
  contracts: Contracts,
  log: { address: Address; topics: readonly Hex[]; data: Hex },
): Decoded | null {
  const abi: Abi | null = abiOf(contracts, log.address);
  const [signature, ...indexed] = log.topics;
  if (!abi || !signature) return null;
  try {
    const { eventName, args } = decodeEventLog({ abi, data: log.data, topics: [signature, ...indexed] });
    const item = getAbiItem({ abi, name: eventName } as never) as { inputs: readonly AbiParameter[] };
    return { name: eventName, values: valuesOf(item.inputs, args) };
  } catch {
    return null;
  }
}

/** The function that a transaction calls; null when it is none of the two contracts'. */
export function decodedCall(contracts: Contracts, to: Address, data: Hex): Decoded | null {
  const abi: Abi | null = abiOf(contracts, to);
  if (!abi) return null;
  try {
    const { functionName, args } = decodeFunctionData({ abi, data });
    const item = getAbiItem({ abi, name: functionName, args } as never) as { inputs: readonly AbiParameter[] };
    return { name: functionName, values: valuesOf(item.inputs, args ?? []) };
  } catch {
    return null;
  }
}

function abiOf(contracts: Contracts, address: Address): Abi | null {
  const name = contractName(contracts, address);
  return name === null ? null : name === "Registry" ? registryAbi : recordsAbi;
}

function valuesOf(parameters: readonly AbiParameter[], values: unknown): DecodedValue[] {
  return parameters.map((parameter, index) => {
    const value: unknown = Array.isArray(values)
      ? values[index]
      : (values as Record<string, unknown>)[parameter.name ?? index];
    return valueOf(parameter, value);
  });
}

function valueOf(parameter: AbiParameter, value: unknown): DecodedValue {
  const { name = "", type } = parameter;
  if (type.endsWith("[]") && Array.isArray(value)) {
    const inner = { ...parameter, type: type.slice(0, -2) };
    return { name, type, parts: value.map((each, index) => valueOf({ ...inner, name: String(index) }, each)) };
  }
  if ("components" in parameter) return { name, type, parts: valuesOf(parameter.components, value) };
  return { name, type, text: String(value) };
}
