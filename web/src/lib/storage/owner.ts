import type { Address } from "viem";
import type { Network } from "../network/network.ts";

/** Whose a kept thing is: an account on one deployment, so that a fresh deployment starts with nothing kept. */
export function ownerKey(network: Network, account: Address): string {
  return [network.chainId, network.records, account].join(":").toLowerCase();
}
