import { wrongNetwork } from "../words/explain.ts";
import { ExplainedError } from "../words/explainedError.ts";
import type { Wallet } from "./wallet.svelte.ts";

/** Asks a wallet on another network to come to this page's, before anything is asked for that would go wrong there. */
export async function joinNetwork(wallet: Pick<Wallet, "isOnNetwork" | "switchNetwork">): Promise<void> {
  if (!wallet.isOnNetwork) await wallet.switchNetwork().catch(() => {});
  if (!wallet.isOnNetwork) throw new ExplainedError(wrongNetwork);
}
