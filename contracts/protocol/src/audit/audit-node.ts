import { isHex, type Hex } from "viem";
import { MalformedAnswerError } from "./raw-log.ts";

/** Asks a node by JSON-RPC, as EIP-1193 has it. Whoever gives this decides how: this package asks nobody by itself. */
export type AuditNode = (method: string, params: readonly unknown[]) => Promise<unknown>;

/** A block of the chain. `timestamp` in Unix seconds. */
export type Block = { number: number; hash: Hex; timestamp: number };

/** A block by number or `latest`; null where there is none. @throws MalformedAnswerError */
export async function blockAt(node: AuditNode, number: number | "latest"): Promise<Block | null> {
  const method = "eth_getBlockByNumber";
  const block = (await node(method, [numberTag(number), false])) as Record<string, unknown> | null;
  if (block === null) return null;
  const { number: given, hash, timestamp } = block;
  if (!isHex(given) || !isHex(hash) || !isHex(timestamp)) throw new MalformedAnswerError(method);
  return { number: Number(given), hash, timestamp: Number(timestamp) };
}

export function numberTag(number: number | "latest"): string {
  return number === "latest" ? number : `0x${number.toString(16)}`;
}

/** Does something for each, a number of them at a time, and gives the results in order. */
export async function inTurns<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  each: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let start = 0; start < items.length; start += atOnce) {
    results.push(...(await Promise.all(items.slice(start, start + atOnce).map(each))));
  }
  return results;
}
