import { parseAbi, toEventSelector, type Address, type Hex } from "viem";
import type { ChainAccess } from "./chainAccess.ts";
import { inRanges } from "./logs.ts";

/**
 * [Note: a wallet that is a Safe] A Safe answers a transaction with a number of its own (`safeTxHash`), which no node knows: the real
 * transaction follows when enough of its owners signed, from whichever account executes it. The Safe then emits an event
 * with that number. So what it was asked for is followed by its events, whoever connected it and however long it takes.
 */

/** Safe.sol and GnosisSafe.sol: the number is indexed from version 1.4.0 on, and was the first word of the data before. */
const events = parseAbi([
  "event ExecutionSuccess(bytes32 indexed txHash, uint256 payment)",
  "event ExecutionFailure(bytes32 indexed txHash, uint256 payment)",
]);
const [SUCCESS, FAILURE] = events.map((event) => toEventSelector(event));

export type SafeExecution = {
  /** The transaction that executed it. */
  hash: Hex;
  /** The Safe says that what it called was refused. */
  refused: boolean;
};

/** Whether an account has code of its own. An account that merely delegates to some (EIP-7702) sends like any other. */
export async function isContract({ client }: ChainAccess, account: Address): Promise<boolean> {
  const code = await client.getCode({ address: account });
  return code !== undefined && code !== "0x" && !code.startsWith("0xef0100");
}

/**
 * Looks for the execution of what a Safe was asked for; null while there is none.
 *
 * @param from The first block to look in.
 */
export async function safeExecutionIn(
  { client }: ChainAccess,
  { safe, number, from, to }: { safe: Address; number: Hex; from: bigint; to: bigint },
): Promise<SafeExecution | null> {
  const logs = await inRanges({ fromBlock: from, toBlock: to }, (range) =>
    client.getLogs({ address: safe, events, ...range }),
  );
  for (const { topics, data, transactionHash } of logs) {
    const [event, indexed] = topics;
    if (event !== SUCCESS && event !== FAILURE) continue;
    const executed = indexed ?? data.slice(0, 66);
    if (executed.toLowerCase() === number.toLowerCase()) {
      return { hash: transactionHash, refused: event === FAILURE };
    }
  }
  return null;
}

/**
 * Waits until a Safe executed what it was asked for; null when it is not to go on waiting. See [Note: a wallet that is a Safe].
 * Some ways to connect a Safe answer with the transaction itself, which a node may know only later: then that is what is found.
 *
 * @param goesOn Asked before each look.
 */
export async function untilExecuted(
  chain: ChainAccess,
  { safe, number, from }: { safe: Address; number: Hex; from: bigint },
  goesOn: () => boolean,
): Promise<SafeExecution | null> {
  const { client } = chain;
  for (let next = from; goesOn();) {
    try {
      if (await client.getTransaction({ hash: number }).catch(() => null)) return { hash: number, refused: false };
      const to = await client.getBlockNumber({ cacheTime: 0 });
      const found = to < next ? null : await safeExecutionIn(chain, { safe, number, from: next, to });
      if (found) return found;
      if (to >= next) next = to + 1n;
    } catch {
      // A node that does not answer now changes nothing about the Safe: the same blocks are looked at the next time.
    }
    await new Promise((resolve) => setTimeout(resolve, client.pollingInterval));
  }
  return null;
}
