import { isAddressEqual, type Address, type Hash, type Hex } from "viem";
import type { ChainAccess } from "./chainAccess.ts";

/** What a page keeps of a transaction that it gave to the network. `nonce` is null where no node knew it yet. */
export type SentTransaction = {
  hash: Hash;
  account: Address;
  nonce: number | null;
  call: { to: Address; data: Hex };
};

/**
 * The transaction that took the place of another one in the order of its account (its nonce) and is in a block; null while none is, or when
 * no node tells. `isSame`: it does the same, for another price.
 *
 * [Note: what was replaced while nobody looked] A node forgets a transaction once another one of the same account and nonce is in a block,
 * and most have no way to ask for that one. So the block is looked for in which the account's count passed the nonce: backwards in ever
 * longer steps, because many nodes know accounts of the last blocks only, then by halves.
 */
export async function inItsPlace(
  client: ChainAccess["client"],
  { hash, account, nonce, call }: SentTransaction,
): Promise<{ hash: Hash; isSame: boolean } | null> {
  if (nonce === null) return null;
  const head = await client.getBlockNumber({ cacheTime: 0 });
  const isPast = async (blockNumber: bigint) =>
    (await client.getTransactionCount({ address: account, blockNumber })) > nonce;
  if (!(await isPast(head))) return null;

  const blockNumber = await firstWhere(isPast, head).catch(() => null);
  if (blockNumber === null) return null;
  const { transactions } = await client.getBlock({ blockNumber, includeTransactions: true });
  const found = transactions.find((each) => each.nonce === nonce && isAddressEqual(each.from, account));
  if (!found || found.hash === hash) return null;
  const isSame = found.to !== null && isAddressEqual(found.to, call.to) && found.input === call.data;
  return { hash: found.hash, isSame };
}

/** The first block for which `holds`, which it does for `head` and for none before the first. */
async function firstWhere(holds: (block: bigint) => Promise<boolean>, head: bigint): Promise<bigint> {
  let does = head;
  let not = head - 1n;
  for (let step = 2n; not >= 0n && (await holds(not)); step *= 2n) {
    does = not;
    not = head - step;
  }
  if (not < 0n) not = -1n;
  while (does - not > 1n) {
    const middle = (not + does) / 2n;
    if (await holds(middle)) does = middle;
    else not = middle;
  }
  return does;
}
