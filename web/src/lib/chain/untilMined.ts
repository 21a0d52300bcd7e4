import { WaitForTransactionReceiptTimeoutError, type Hash, type TransactionReceipt } from "viem";
import type { ChainAccess } from "./chainAccess.ts";
import { inItsPlace, type SentTransaction } from "./inItsPlace.ts";

/** A block that took a transaction, or another one that its sender put in its place. */
export type Mined = { receipt: TransactionReceipt; replacement: Replacement | null };
export type Replacement = { hash: Hash; isSame: boolean };

/** Milliseconds for which a page waits. */
const PATIENCE = 180_000;

/** Milliseconds after which it is looked once more whether something else took its place: a page that sleeps misses blocks. */
const LOOK_AGAIN = 30_000;

/**
 * Waits for the block that takes a transaction. A node that does not answer is asked again: nothing it fails to say changes what was
 * sent.
 *
 * @param onAnswer Called when a node speaks of a new block.
 * @param onSilence Called whenever none answers.
 * @throws WaitForTransactionReceiptTimeoutError
 */
export async function untilMined(
  { client }: ChainAccess,
  sent: SentTransaction,
  onAnswer: () => void,
  onSilence: () => void,
): Promise<Mined> {
  const { hash, account, nonce, call } = sent;
  const deadline = Date.now() + PATIENCE;
  const unwatch = client.watchBlockNumber({
    poll: true,
    emitOnBegin: true,
    onBlockNumber: onAnswer,
    onError: onSilence,
  });
  try {
    for (;;) {
      try {
        const other = await inItsPlace(client, sent);
        if (other) {
          const receipt = await client.getTransactionReceipt({ hash: other.hash });
          return { receipt, replacement: other };
        }
        let replacement: Replacement | null = null;
        const receipt = await client.waitForTransactionReceipt({
          hash,
          // By these it is missed, too, when a node forgot it before it was asked.
          ...(nonce !== null && {
            replacement: { from: account, nonce, to: call.to, input: call.data, value: 0n },
          }),
          timeout: Math.max(1, Math.min(LOOK_AGAIN, deadline - Date.now())),
          onReplaced: ({ reason, transaction }) =>
            (replacement = { hash: transaction.hash, isSame: reason === "repriced" }),
        });
        return { receipt, replacement };
      } catch (error) {
        if (Date.now() >= deadline) throw new WaitForTransactionReceiptTimeoutError({ hash });
        if (!(error instanceof WaitForTransactionReceiptTimeoutError)) onSilence();
      }
      await new Promise((resolve) => setTimeout(resolve, client.pollingInterval));
    }
  } finally {
    unwatch();
  }
}
