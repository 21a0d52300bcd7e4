import type { Call } from "../../chain/call.ts";
import type { TransactionStatus } from "../../chain/transactions.svelte.ts";

type Run = (call: Call, onStatus: (status: TransactionStatus) => void) => Promise<unknown>;

/** Transactions of a wallet that takes no calls together. */
export function oneByOne<Given extends Run>(run: Given) {
  return {
    list: [] as object[],
    run,
    async runAll(
      calls: readonly Call[],
      onStatus: (status: TransactionStatus, together: number) => void,
      onDone: (done: number) => unknown,
    ): Promise<void> {
      for (const [index, call] of calls.entries()) {
        await this.run(call, (status) => onStatus(status, 1));
        await onDone(index + 1);
      }
    },
  };
}
