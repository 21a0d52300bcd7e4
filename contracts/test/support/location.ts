import type { RegistryLocation } from "@chartkey/protocol/typed-data";
import type { Address } from "viem";

/** Where a registry of the simulated chain is. */
export function location(registry: Address): RegistryLocation {
  return { chainId: 31337, registry };
}
