import type { Address } from "viem";
import type { Network } from "./network.ts";

/** Only where the contracts are: what signatures, payloads and capsules are bound to, and what a worker can be sent. */
export function locationOf({ chainId, registry, records }: Network): {
  chainId: number;
  registry: Address;
  records: Address;
} {
  return { chainId, registry, records };
}
