import { createWalletClient, http, type Hash, type Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { localhost } from "viem/chains";
import { publicClient, stack } from "./stack.ts";

/** A transaction that waits for one before it, as its sender may change it in their wallet meanwhile. */
export interface HeldTransaction {
  /** The same for a higher price. */
  speedUp(): Promise<void>;
  /** Nothing in its place, for a higher price. */
  cancel(): Promise<void>;
  /** Blocks may take it, or what came in its place. Resolves when one did. */
  letThrough(): Promise<void>;
}

/** Whatever the account of this key sent last with `TestWallet.holdNext`. Resolves once a node has it. */
export async function heldTransaction(key: Hex): Promise<HeldTransaction> {
  const account = privateKeyToAccount(key);
  const { address } = account;
  const chain = { ...localhost, id: stack.chainId };
  const wallet = createWalletClient({ account, chain, transport: http(stack.rpcUrl) });
  const gap = await publicClient.getTransactionCount({ address });
  const nonce = gap + 1;
  const held = await waiting(nonce);
  // Nodes take another one in its place from a tenth more on.
  const dearer = { maxFeePerGas: held.maxFeePerGas! * 2n, maxPriorityFeePerGas: held.maxPriorityFeePerGas! * 2n };
  let last: Hash = held.hash;

  return {
    async speedUp() {
      last = await wallet.sendTransaction({ to: held.to, data: held.input, gas: held.gas, nonce, ...dearer });
    },
    async cancel() {
      last = await wallet.sendTransaction({ to: address, value: 0n, gas: 21_000n, nonce, ...dearer });
    },
    async letThrough() {
      await wallet.sendTransaction({ to: address, value: 0n, gas: 21_000n, nonce: gap });
      await publicClient.waitForTransactionReceipt({ hash: last });
    },
  };

  async function waiting(at: number) {
    for (;;) {
      const found = await publicClient.getTransaction({ sender: address, nonce: at }).catch(() => null);
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
