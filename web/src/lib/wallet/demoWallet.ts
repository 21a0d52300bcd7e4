import { createWalletClient, http, numberToHex, type EIP1193Provider } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import * as z from "zod/mini";
import type { DemoWallet, Network } from "../network/network.ts";

const hex = z.templateLiteral([z.literal("0x"), z.string().check(z.regex(/^[0-9a-fA-F]*$/))]);

const transaction = z.looseObject({
  from: z.optional(hex),
  to: z.optional(hex),
  data: z.optional(hex),
  value: z.optional(hex),
  gas: z.optional(hex),
});

const typedData = z.object({
  domain: z.record(z.string(), z.unknown()),
  types: z.record(z.string(), z.array(z.object({ name: z.string(), type: z.string() }))),
  primaryType: z.string(),
  message: z.record(z.string(), z.unknown()),
});

/**
 * An EIP-1193 provider over a key that everyone knows, so that a newcomer can try the local network without installing
 * a wallet. It confirms everything by itself. Loaded only where the configuration carries demo wallets.
 */
export function createDemoProvider(network: Network, demo: DemoWallet): EIP1193Provider {
  const account = privateKeyToAccount(demo.privateKey);
  const client = createWalletClient({ account, chain: network.chain, transport: http() });

  const request = async ({ method, params }: { method: string; params?: unknown }): Promise<unknown> => {
    const given: readonly unknown[] = Array.isArray(params) ? params : [];
    switch (method) {
      case "eth_requestAccounts":
      case "eth_accounts":
        return [account.address];
      case "eth_chainId":
        return numberToHex(network.chain.id);
      case "wallet_switchEthereumChain":
      case "wallet_revokePermissions":
        return null;
      case "personal_sign":
        return account.signMessage({ message: { raw: hex.parse(given[0]) } });
      case "eth_signTypedData_v4": {
        const { types, ...rest } = typedData.parse(JSON.parse(z.string().parse(given[1])));
        const { EIP712Domain: _, ...named } = types;
        return account.signTypedData({ ...rest, types: named });
      }
      case "eth_sendTransaction": {
        const { to, data, value, gas } = transaction.parse(given[0]);
        return client.sendTransaction({
          to,
          data,
          value: value ? BigInt(value) : undefined,
          gas: gas ? BigInt(gas) : undefined,
        });
      }
      default:
        return client.request({ method, params } as Parameters<typeof client.request>[0]);
    }
  };

  // A demo wallet never changes its account or network, so nobody is ever called back.
  const ignore = () => {};
  return { request, on: ignore, removeListener: ignore } as unknown as EIP1193Provider;
}
