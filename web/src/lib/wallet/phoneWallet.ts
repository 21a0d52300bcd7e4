import UniversalProvider from "@walletconnect/universal-provider";
import type { EIP1193Provider } from "viem";
import type { Network } from "../network/network.ts";
import type { WalletConnection } from "./walletChoice.ts";

const METHODS = [
  "eth_sendTransaction",
  "personal_sign",
  "eth_signTypedData_v4",
  "wallet_switchEthereumChain",
  "wallet_addEthereumChain",
];

/**
 * Pairs with a wallet on a phone by WalletConnect: `onUri` gets the `wc:` link to show as a QR code or to open on the
 * same phone. Ends when the wallet answers or `signal` is aborted. Loaded only when a project id is configured and the
 * person asks for it, because it talks to WalletConnect's relay.
 */
export async function connectPhoneWallet(
  network: Network,
  projectId: string,
  onUri: (uri: string) => void,
  signal: AbortSignal,
): Promise<WalletConnection> {
  const provider = await UniversalProvider.init({
    projectId,
    metadata: {
      name: "Chartkey",
      description: "Your chart, your key.",
      url: location.origin,
      icons: [],
    },
  });

  if (!provider.session) {
    provider.on("display_uri", onUri);
    signal.addEventListener("abort", () => provider.abortPairingAttempt(), { once: true });
    const chain = `eip155:${network.chain.id}`;
    await provider.connect({
      optionalNamespaces: {
        eip155: {
          chains: [chain],
          methods: METHODS,
          events: ["accountsChanged", "chainChanged"],
          rpcMap: { [network.chain.id]: network.rpcUrls[0] ?? "" },
        },
      },
    });
  }
  signal.throwIfAborted();

  return { provider: provider as unknown as EIP1193Provider, close: () => provider.disconnect() };
}
