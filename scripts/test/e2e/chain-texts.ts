import type { Visible } from "./leaks.ts";
import { publicClient } from "./stack.ts";

/** Calldata and logs of every transaction of the chain. */
export async function chainTexts(): Promise<Visible[]> {
  const last = await publicClient.getBlockNumber();
  const found: Visible[] = [];
  for (let blockNumber = 0n; blockNumber <= last; blockNumber++) {
    const { transactions } = await publicClient.getBlock({ blockNumber, includeTransactions: true });
    for (const { hash, input } of transactions) {
      const { logs } = await publicClient.getTransactionReceipt({ hash });
      const hex = [input, ...logs.flatMap(({ topics, data }) => [...topics, data])].map((part) => part!.slice(2));
      found.push({ name: `transaction ${hash}`, bytes: Buffer.from(hex.join(""), "hex") });
    }
  }
  return found;
}
