import UniversalProvider from "@walletconnect/universal-provider";
import type { EIP1193Provider } from "viem";
import { m } from "#messages";
import type { Network } from "../network/network.ts";
import { ExplainedError, type Explanation } from "../words/explainedError.ts";
import type { WalletConnection } from "./walletChoice.ts";

const METHODS = [
  "eth_sendTransaction",
  "personal_sign",
  "eth_signTypedData_v4",
  "wallet_switchEthereumChain",
  "wallet_addEthereumChain",
  // EIP-5792: several calls as one transaction, which smart accounts and Safes take.
  "wallet_getCapabilities",
  "wallet_sendCalls",
  "wallet_getCallsStatus",
];

/** Milliseconds until a relay that gives no link is given up. */
const RELAY_TIMEOUT = 20_000;

/** One for as long as the page lives: a second one would hear, and answer, what the first one is told. */
let started: Promise<UniversalProvider> | null = null;

/**
 * Pairs with a wallet on a phone by WalletConnect: `onUri` gets the `wc:` link to show as a QR code or to open on the
 * same phone. Ends when the wallet answers, when `signal` is aborted, or when the relay gives no link in time. Loaded only
 * when a project id is configured and the person asks for it, because it talks to WalletConnect's relay.
 */
export async function connectPhoneWallet(
  network: Network,
  projectId: string,
  onUri: (uri: string) => void,
  signal: AbortSignal,
): Promise<WalletConnection> {
  const relay = AbortSignal.timeout(RELAY_TIMEOUT);
  const provider = await unless(relay, relaySilent, start(projectId));

  if (!provider.session) {
    const linked = new Promise<string>((resolve) => provider.once("display_uri", resolve));
    void linked.then(onUri);
    const pairing = provider.connect({
      optionalNamespaces: {
        eip155: {
          chains: [`eip155:${network.chainId}`],
          methods: METHODS,
          events: ["accountsChanged", "chainChanged"],
          rpcMap: { [network.chainId]: network.rpcUrls[0] ?? "" },
        },
      },
    });
    await unless(relay, relaySilent, Promise.race([linked, pairing]));
    await unless(signal, pairingLeft, pairing).catch((error: unknown) => {
      // A phone that still says yes to what the person left is told that nobody is there.
      pairing.then(() => provider.disconnect()).catch(() => {});
      throw error;
    });
  }

  return { provider: provider as unknown as EIP1193Provider, close: () => provider.disconnect() };
}

function start(projectId: string): Promise<UniversalProvider> {
  started ??= UniversalProvider.init({
    projectId,
    metadata: { name: "Chartkey", description: m.flows_wallet_description(), url: location.origin, icons: [] },
    telemetryEnabled: false,
    // What goes wrong is said on the page. A person who says no is no error, and what is signed is nothing to log.
    logger: "silent",
  }).then((provider) => {
    // Somebody else's frame would say which page this is. The content policy blocks it, and the link would wait for it in vain.
    provider.client.core.verify.register = () => Promise.resolve("");
    return provider;
  });
  started.catch(() => (started = null));
  return started;
}

/** What `work` yields, or the explained error as soon as `signal` is aborted. */
async function unless<T>(signal: AbortSignal, explanation: Explanation, work: Promise<T>): Promise<T> {
  // Whatever it becomes after it was given up concerns nobody.
  work.catch(() => {});
  const aborted = new Promise<never>((_, reject) => {
    const refuse = () => reject(new ExplainedError(explanation));
    if (signal.aborted) refuse();
    else signal.addEventListener("abort", refuse, { once: true });
  });
  return Promise.race([work, aborted]);
}

const relaySilent: Explanation = {
  what: m.flows_wallet_relay_silent(),
  safe: m.flows_wallet_relay_silent_safe(),
  next: m.flows_wallet_relay_silent_next(),
  remedy: "retry",
};

const pairingLeft: Explanation = {
  what: m.flows_wallet_pairing_left(),
  safe: m.flows_wallet_pairing_left_safe(),
  next: m.flows_wallet_pairing_left_next(),
  remedy: "retry",
};
