import { createStore } from "mipd";
import { m } from "#messages";
import type { Network } from "../network/network.ts";
import type { WalletChoice } from "./walletChoice.ts";

/** Remembered for this tab only, so that two tabs can be two people. */
export const WALLET_KEY = "chartkey.wallet";

/** The wallets that announced themselves to this page (EIP-6963), found from the moment it loads. */
export const announcedWallets = createStore();

/** Whether this tab had a wallet before the page was loaded again. */
export function hadWallet(): boolean {
  return sessionStorage.getItem(WALLET_KEY) !== null;
}

/** Every wallet someone can choose: announced ones first, then a phone's and those of the local demo. */
export function walletChoices(
  { walletConnectProjectId, local }: Network,
  announced: ReturnType<typeof announcedWallets.getProviders>,
): readonly WalletChoice[] {
  return [
    ...announced.map(({ info }) => ({
      id: info.rdns,
      name: info.name,
      icon: info.icon.startsWith("data:image/") ? info.icon : null,
      kind: "installed" as const,
      role: null,
    })),
    ...(walletConnectProjectId
      ? [{ id: "phone", name: m.flows_wallet_phone(), icon: null, kind: "phone" as const, role: null }]
      : []),
    ...(local?.demoWallets ?? []).map(({ name, role }, index) => ({
      id: `demo:${index}`,
      name,
      icon: null,
      kind: "demo" as const,
      role,
    })),
  ];
}
