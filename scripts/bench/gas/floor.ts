import { hexToBytes, type Hex } from "viem";
import type { Receipt } from "../../../contracts/test/gas/chain.ts";
import type { Facts } from "./facts.ts";

/** How many slots an act reads, creates, changes and clears, and so on: see `Facts`. */
export type Counts = {
  reads: number;
  creates: number;
  changes: number;
  clears: number;
  calls: number;
  recoveries: number;
};

const TRANSACTION = 21_000;
/** EIP-2929. */
const READ = 2_100;
const ACCOUNT = 2_600;
/** EIP-2200 and EIP-2929. */
const CREATE = 22_100;
const CHANGE = 5_000;
/** EIP-3529: what emptying a slot gives back, and at most a fifth of everything. */
const CLEAR_REFUND = 4_800;
const REFUND_QUOTIENT = 5;

const LOG = 375;
const LOG_TOPIC = 375;
const LOG_BYTE = 8;

/** The price of the precompile. */
const RECOVERY = 3_000;

/** EIP-2028 in the tokens of EIP-7623: a byte that is not zero counts as four. */
const TOKEN = 4;
const TOKENS_OF_BYTE = 4;
/** EIP-7623: no transaction is cheaper than this for each token. */
const FLOOR_TOKEN = 10;

export function countsOf({ reads, creates, changes, clears, calls, signatures }: Facts): Counts {
  const lengthOf = (names: readonly string[] = []) => names.length;
  return {
    reads: lengthOf(reads),
    creates: lengthOf(creates),
    changes: lengthOf(changes),
    clears: lengthOf(clears),
    calls: lengthOf(calls),
    recoveries: lengthOf(signatures),
  };
}

/** The least that an act can cost: what any code would pay that is told `data`, logs `logs` and does what `counts` says. */
export function floorOf(data: Hex, logs: Receipt["logs"], counts: Counts): number {
  const tokens = tokensOf(data);
  const spent =
    TRANSACTION +
    tokens * TOKEN +
    counts.reads * READ +
    counts.creates * CREATE +
    (counts.changes + counts.clears) * CHANGE +
    counts.calls * ACCOUNT +
    counts.recoveries * RECOVERY +
    logs.reduce((sum, log) => sum + costOf(log), 0);
  const refund = Math.min(counts.clears * CLEAR_REFUND, Math.floor(spent / REFUND_QUOTIENT));
  return Math.max(spent - refund, TRANSACTION + tokens * FLOOR_TOKEN);
}

function tokensOf(data: Hex): number {
  return hexToBytes(data).reduce((sum, byte) => sum + (byte === 0 ? 1 : TOKENS_OF_BYTE), 0);
}

function costOf({ topics, data }: Receipt["logs"][number]): number {
  return LOG + topics.length * LOG_TOPIC + hexToBytes(data).length * LOG_BYTE;
}
