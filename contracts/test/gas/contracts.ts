import type { Address } from "viem";

/** Where both contracts are, as signatures and report ids are bound to it. */
export type Contracts = { chainId: number; registry: Address; records: Address };
