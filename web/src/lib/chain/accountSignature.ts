import type { IsAccountSignatureValid } from "@chartkey/protocol/key-publication";
import { createClient, http } from "viem";
import type { ChainAccess } from "./chainAccess.ts";

/**
 * Asks whether a contract account signed something (ERC-1271). One node could lie about it, so every configured node must
 * agree, and a network with a single node knows no such signature; only on the local chain is one enough.
 */
export function accountSignatureCheck({ network }: ChainAccess): IsAccountSignatureValid {
  return async ({ account, hash, signature }) => {
    if (network.rpcUrls.length < 2 && !network.local) return false;
    const { verifyHash } = await import("./verifyHash.ts");
    const answers = await Promise.all(
      network.rpcUrls.map((url) => {
        const client = createClient({ chain: network.chain, transport: http(url) });
        return verifyHash(client, { address: account, hash, signature });
      }),
    );
    return answers.every(Boolean);
  };
}
