import type { Address, Hex } from "viem";
import type { Step } from "../../../contracts/test/gas/chain.ts";
import type { Counts } from "./floor.ts";

/** What is charged at least for writing to a slot for the first time, and once more (EIP-2200, EIP-2929). */
const SETS = 20_000;
const RESETS = 2_900;

/** Where ECDSA recovery is; no precompile is an account to reach. */
const RECOVERY = 1n;
const LAST_PRECOMPILE = 0xffffn;

type Slot = { created?: boolean; changed?: boolean; cleared?: boolean };

/** What a transaction to `to` did in fact, by its trace. */
export function tracedCounts(to: Address, steps: readonly Step[]): Counts {
  const slots = new Map<string, Slot>();
  const accounts = new Set<string>();
  const running: string[] = [to.toLowerCase()];
  let recoveries = 0;
  for (const { op, depth, gasCost, stack } of steps) {
    running.length = depth;
    const [top, second] = [stack.at(-1), stack.at(-2)];
    const where = running.at(-1);
    if (op === "SLOAD" || op === "SSTORE") {
      const key = `${where} ${top}`;
      const slot = slots.get(key) ?? {};
      slots.set(key, slot);
      if (op === "SSTORE" && gasCost >= SETS) slot.created = true;
      else if (op === "SSTORE" && gasCost >= RESETS) slot.changed = true;
      if (op === "SSTORE") slot.cleared = BigInt(second ?? 0) === 0n;
    }
    if (op === "CALL" || op === "STATICCALL") {
      const called = addressOf(second);
      if (BigInt(called) === RECOVERY) recoveries += 1;
      else if (called !== to.toLowerCase() && BigInt(called) > LAST_PRECOMPILE) accounts.add(called);
      running.push(called);
    }
  }
  const all = [...slots.values()];
  const count = (is: (slot: Slot) => boolean | undefined) => all.filter(is).length;
  return {
    creates: count((slot) => slot.created === true && slot.cleared !== true),
    changes: count((slot) => slot.changed === true && slot.cleared !== true),
    clears: count((slot) => slot.changed === true && slot.cleared === true),
    reads: count((slot) => slot.created !== true && slot.changed !== true),
    calls: accounts.size,
    recoveries,
  };
}

/**
 * How many slots, accounts and recoveries there are more than the facts say. Negative when they claim more than was done, of
 * any kind: then the floor is too high.
 */
export function extraOf(traced: Counts, claimed: Counts): number {
  const kinds = Object.keys(claimed) as (keyof Counts)[];
  const differences = kinds.map((kind) => traced[kind] - claimed[kind]);
  const least = Math.min(...differences);
  return least < 0 ? least : differences.reduce((sum, difference) => sum + difference, 0);
}

function addressOf(word: Hex | undefined): string {
  return `0x${BigInt(word ?? 0)
    .toString(16)
    .padStart(64, "0")
    .slice(-40)}`;
}
