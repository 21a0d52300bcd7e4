import type { Address, Hex } from "viem";
import type { Licence } from "../seed/otp-client.ts";
import { DEMO_LICENCE, DEMO_WALLETS } from "../seed/people.ts";
import { LOCAL_CHAIN_ID } from "./chain.ts";
import { demoPrivateKey } from "./demo-private-key.ts";
import type { StackUrls } from "./stack-urls.ts";

/** What the page fetches as `/chartkey.json`: where everything is. */
export interface WebConfiguration {
  readonly chainId: number;
  readonly chainName: string;
  readonly rpcUrls: readonly string[];
  readonly registry: Address;
  readonly records: Address;
  readonly deployBlock: number;
  readonly subgraphUrl: string;
  readonly otpUrl: string;
  readonly gatewayUrls: readonly string[];
  readonly explorerUrl: string | null;
  readonly walletConnectProjectId: string | null;
  readonly local: {
    readonly inboxUrl: string;
    readonly demoWallets: readonly DemoWallet[];
    readonly demoLicence: Licence;
  } | null;
}

interface DemoWallet {
  readonly name: string;
  readonly role: "patient" | "doctor" | "administrator";
  readonly privateKey: Hex;
}

export function webConfiguration(urls: StackUrls): WebConfiguration {
  return {
    chainId: LOCAL_CHAIN_ID,
    chainName: "This machine",
    rpcUrls: [urls.rpcUrl],
    registry: urls.registry,
    records: urls.records,
    deployBlock: urls.deployBlock,
    subgraphUrl: urls.subgraphUrl,
    otpUrl: urls.otpUrl,
    gatewayUrls: [urls.gatewayUrl],
    explorerUrl: null,
    walletConnectProjectId: null,
    local: {
      inboxUrl: urls.inboxUrl,
      demoWallets: DEMO_WALLETS.map(({ name, role, index }) => ({ name, role, privateKey: demoPrivateKey(index) })),
      demoLicence: DEMO_LICENCE,
    },
  };
}
