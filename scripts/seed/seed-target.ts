import type { Address } from "viem";

/** The running local stack that the demo is played on. */
export interface SeedTarget {
  readonly chainId: number;
  readonly rpcUrl: string;
  readonly registry: Address;
  readonly records: Address;
  readonly otpUrl: string;
  readonly inboxUrl: string;
  /** Origin of the page, for example `http://localhost:3000`: keyrings and sign-ins are bound to it. */
  readonly webOrigin: string;
}
