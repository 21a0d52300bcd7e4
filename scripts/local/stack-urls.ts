import type { Address } from "viem";

/** Where the parts of a running stack are, for the page, the seed and the tests. */
export interface StackUrls {
  readonly chainId: number;
  /** The page's origin, `http://localhost:3000` by default: keyrings and sign-ins are bound to it. */
  readonly webOrigin: string;
  readonly rpcUrl: string;
  readonly registry: Address;
  readonly records: Address;
  readonly deployBlock: number;
  /** The subgraph's GraphQL endpoint. */
  readonly subgraphUrl: string;
  readonly otpUrl: string;
  /** A blob is at `<gatewayUrl>/ipfs/<cid>`. */
  readonly gatewayUrl: string;
  /** `/` for people, `/messages` for programs. */
  readonly inboxUrl: string;
  /** Chain, blobs, logs and secrets of this stack. */
  readonly stateFolder: string;
}
