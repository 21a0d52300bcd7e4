import type { Hex } from "viem";
import type { Network } from "./network.ts";

/** Where anyone sees a transaction: on the network's block explorer or, on a local chain, on the page of raw logs. */
export function transactionHref({ explorerUrl }: Pick<Network, "explorerUrl">, transaction: Hex): string {
  return explorerUrl === null ? `/log/${transaction}` : `${explorerUrl.replace(/\/$/, "")}/tx/${transaction}`;
}
