import { encodeAbiParameters, isAddress, keccak256, slice, type Address, type Hex } from "viem";
import type { RegistryLocation } from "./typed-data.ts";

/** A chart id: 20 bytes as lower-case hex. It looks like an address and is none. */
export type ChartId = Hex;

/** The id of the chart that `holder` opens: first 20 bytes of keccak256(abi.encode(chain id, registry, holder)). */
export function chartIdOf({ chainId, registry }: RegistryLocation, holder: Address): ChartId {
  const preimage = encodeAbiParameters(
    [{ type: "uint256" }, { type: "address" }, { type: "address" }],
    [BigInt(chainId), registry, holder],
  );
  return slice(keccak256(preimage), 0, 20);
}

/** Strictly parses a chart id, as in the QR code of a patient's card. Null for anything else. */
export function parseChartId(text: string): ChartId | null {
  const lower = text.trim().toLowerCase();
  return isAddress(lower, { strict: false }) && !/^0x0+$/.test(lower) ? lower : null;
}
