import type { Address, Hex } from "viem";
import { describe, expect, it } from "vitest";
import type { ChainAccess } from "./chainAccess.ts";
import { inItsPlace } from "./inItsPlace.ts";

const account: Address = "0x976EA74026E726554dB657fA54763abd0C3a0aa9";
const to: Address = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const hash: Hex = `0x${"ab".repeat(32)}`;
const other: Hex = `0x${"cd".repeat(32)}`;
const sent = { hash, account, nonce: 5, call: { to, data: "0x01" as Hex } };

/** A node whose account sent number 5 in `block`, and which knows accounts of the last `known` blocks. */
function node(block: bigint, transaction: object, { head = 1000n, known = 1001n } = {}) {
  const asked: bigint[] = [];
  const client = {
    getBlockNumber: () => Promise.resolve(head),
    getTransactionCount: ({ blockNumber }: { blockNumber: bigint }) => {
      asked.push(blockNumber);
      if (head - blockNumber >= known) return Promise.reject(new Error("missing trie node"));
      return Promise.resolve(blockNumber >= block ? 6 : 5);
    },
    getBlock: ({ blockNumber }: { blockNumber: bigint }) =>
      Promise.resolve({ transactions: blockNumber === block ? [{ from: to, nonce: 5 }, transaction] : [] }),
  };
  return { client: client as unknown as ChainAccess["client"], asked };
}

describe("what took the place of a transaction", () => {
  it.each([0n, 1n, 7n, 512n, 999n, 1000n])("is found wherever it is: block %s of 1000", async (block) => {
    const { client, asked } = node(block, { hash: other, from: account, nonce: 5, to, input: "0x01" });
    expect(await inItsPlace(client, sent)).toEqual({ hash: other, isSame: true });
    expect(asked.length).toBeLessThan(25);
  });

  it.each([
    ["to another address", { to: account, input: "0x01" }],
    ["with other data", { to, input: "0x02" }],
    ["that makes a contract", { to: null, input: "0x01" }],
  ])("is something else %s", async (_, differs) => {
    const { client } = node(900n, { hash: other, from: account, nonce: 5, ...differs });
    expect(await inItsPlace(client, sent)).toEqual({ hash: other, isSame: false });
  });

  it.each([
    ["while the account sent nothing more", node(1001n, {})],
    ["when it is itself in the block", node(990n, { hash, from: account, nonce: 5, to, input: "0x01" })],
    ["that a node has forgotten", node(500n, { hash: other, from: account, nonce: 5 }, { known: 128n })],
  ])("is nothing %s", async (_, { client }) => {
    expect(await inItsPlace(client, sent)).toBeNull();
  });

  it("is not looked for where the number of the transaction is not known", async () => {
    const { client, asked } = node(990n, {});
    expect(await inItsPlace(client, { ...sent, nonce: null })).toBeNull();
    expect(asked).toEqual([]);
  });
});
