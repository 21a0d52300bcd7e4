import type { EthereumProvider } from "hardhat/types/providers";
import { numberToHex, type Address, type Hex } from "viem";

/** What a transaction does: who calls whom with what. */
export type Call = { from: Address; to: Address; data: Hex };

/** What a transaction cost, and what it said. */
export type Receipt = {
  hash: Hex;
  gasUsed: number;
  logs: readonly { topics: readonly Hex[]; data: Hex }[];
};

export type Chain = ReturnType<typeof chainOf>;

const GAS_LIMIT = 16_000_000;

/** A simulated chain in raw requests: a thousand charts are soon there, and nothing is estimated or fetched on the way. */
export function chainOf(provider: EthereumProvider) {
  const request = (method: string, ...params: unknown[]) => provider.request({ method, params });

  async function sent(transaction: { from: Address; to?: Address; data: Hex }) {
    const hash = await request("eth_sendTransaction", { ...transaction, gas: numberToHex(GAS_LIMIT) });
    return (await request("eth_getTransactionReceipt", hash)) as RawReceipt;
  }

  return {
    /** Lets `account` send transactions, although the chain has no key of it. */
    async admit(account: Address): Promise<void> {
      await request("hardhat_impersonateAccount", account);
      await request("hardhat_setBalance", account, numberToHex(10n ** 24n));
    },

    async deploy(from: Address, data: Hex): Promise<Address> {
      const { contractAddress } = await sent({ from, data });
      if (contractAddress === null) throw new Error("Nothing was deployed.");
      return contractAddress;
    },

    /** Rejects when the call reverts. */
    async send(call: Call): Promise<Receipt> {
      const { transactionHash, gasUsed, logs } = await sent(call);
      return { hash: transactionHash, gasUsed: Number(gasUsed), logs };
    },

    /** Makes the next block be at `time`, Unix seconds. */
    async goTo(time: bigint): Promise<void> {
      await request("evm_setNextBlockTimestamp", numberToHex(time));
    },

    /** Makes the next block be `seconds` later. */
    async wait(seconds: bigint): Promise<void> {
      await request("evm_increaseTime", numberToHex(seconds));
    },

    /** What is done in `work` is undone afterwards. */
    async undone<Result>(work: () => Promise<Result>): Promise<Result> {
      const snapshot = await request("evm_snapshot");
      try {
        return await work();
      } finally {
        await request("evm_revert", snapshot);
      }
    },

    async trace(hash: Hex): Promise<readonly Step[]> {
      const options = { disableMemory: true, disableStorage: true };
      const { structLogs } = (await request("debug_traceTransaction", hash, options)) as { structLogs: Step[] };
      return structLogs;
    },
  };
}

/** One instruction of a traced transaction. */
export type Step = { op: string; depth: number; gasCost: number; stack: readonly Hex[] };

type RawReceipt = {
  transactionHash: Hex;
  contractAddress: Address | null;
  gasUsed: Hex;
  logs: readonly { topics: readonly Hex[]; data: Hex }[];
};
