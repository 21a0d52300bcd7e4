import type { WalletClient } from "../wallet/walletClient.ts";

/**
 * Whether a wallet sends several calls as one transaction, all or none (EIP-5792, capability `atomic`). `ready` means that it will ask
 * its owner to let it (EIP-7702). Wallets that do not know the question do not.
 */
export async function takesCallsTogether(wallet: WalletClient, chainId: number): Promise<boolean> {
  try {
    const { atomic } = await wallet.getCapabilities({ chainId });
    return atomic?.status === "supported" || atomic?.status === "ready";
  } catch {
    return false;
  }
}
