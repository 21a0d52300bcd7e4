import "fake-indexeddb/auto";
import {
  HttpRequestError,
  toEventSelector,
  TransactionReceiptNotFoundError,
  UserRejectedRequestError,
  WaitForCallsStatusTimeoutError,
  WaitForTransactionReceiptTimeoutError,
  type Hex,
} from "viem";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Network } from "../network/network.ts";
import type { KeptUpload } from "../flows/keptUpload.ts";
import { database } from "../storage/database.ts";
import { ownerKey } from "../storage/owner.ts";
import type { Wallet } from "../wallet/wallet.svelte.ts";
import type { Call } from "./call.ts";
import type { ChainAccess } from "./chainAccess.ts";
import { makes, Transactions, type TransactionStatus } from "./transactions.svelte.ts";

const account = "0x976EA74026E726554dB657fA54763abd0C3a0aa9";
const hash: Hex = `0x${"ab".repeat(32)}`;
const call: Call = { functionName: "askForCare", to: "0x5FbDB2315678afecb367f032d93F642f64180aa3", data: "0x01" };
const network = { chainId: 1337, records: "0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512" } as unknown as Network;

const receipt = { transactionHash: hash, blockHash: "0x07" };
type Replaced = { reason: "repriced" | "cancelled" | "replaced"; transaction: { hash: Hex } };
type Watching = { onBlockNumber: () => void; onError: () => void };
type Waiting = { onReplaced?: (replaced: Replaced) => void };

/** A node and a wallet that answer as told. */
function world({ sent = () => Promise.resolve(hash), status = "success", isOnNetwork = true } = {}) {
  const client = {
    call: vi.fn(() => Promise.resolve({})),
    getTransaction: vi.fn((asked: { hash: Hex }): Promise<object> => Promise.resolve(asked)),
    waitForTransactionReceipt: vi.fn((_: Waiting) => Promise.resolve({ ...receipt, status, blockNumber: 7n })),
    getTransactionReceipt: vi.fn(() => Promise.resolve(receipt)),
    getCode: vi.fn((): Promise<Hex | undefined> => Promise.resolve(undefined)),
    getBlockNumber: vi.fn(() => Promise.resolve(100n)),
    getTransactionCount: vi.fn((_: { blockNumber: bigint }) => Promise.resolve(0)),
    getBlock: vi.fn((_: object): Promise<object> => Promise.resolve({ transactions: [] })),
    watchBlockNumber: vi.fn((_: Watching) => () => {}),
    getLogs: vi.fn((_: object): Promise<object[]> => Promise.resolve([])),
    pollingInterval: 1,
  };
  const sendTransaction = vi.fn(sent);
  const together = {
    getCapabilities: vi.fn((): Promise<object> => Promise.reject(new Error("not known"))),
    sendCalls: vi.fn((_: object) => Promise.resolve({ id: "batch-1" })),
    waitForCallsStatus: vi.fn(() => Promise.resolve({ receipts: [{ transactionHash: hash }] })),
  };
  const switchNetwork = vi.fn((): Promise<void> => Promise.reject(new Error("no")));
  const wallet = {
    isOnNetwork,
    switchNetwork,
    client: { account: { address: account }, sendTransaction, ...together },
  };
  const untilVisible = vi.fn(() => Promise.resolve());
  const open = () =>
    new Transactions({ client, network } as unknown as ChainAccess, wallet as unknown as Wallet, untilVisible);
  return { client, wallet, sendTransaction, together, untilVisible, open };
}

/** The node knows every transaction but this. */
function unknownIsOnly({ client }: ReturnType<typeof world>, unknown: Hex) {
  client.getTransaction.mockImplementation(({ hash }) =>
    hash === unknown ? Promise.reject(new Error("unknown")) : Promise.resolve({ hash }),
  );
}

beforeEach(async () => {
  await (await database()).clear("transactions");
});

afterEach(() => vi.useRealTimers());

describe("a transaction", () => {
  it("is tried, asked for, signed, sent, confirmed and visible, and kept at each step", async () => {
    const { open, client, untilVisible } = world();
    const steps: TransactionStatus[] = [];
    const done = await open().run(call, (status) => steps.push(status));

    expect(steps).toEqual(["asked", "signed", "sent", "confirmed", "visible"]);
    expect(done).toMatchObject({ status: "visible", hash, block: 7n });
    expect(client.call).toHaveBeenCalledBefore(client.getTransaction);
    expect(untilVisible).toHaveBeenCalledWith(7n);
    expect(await (await database()).getAll("transactions")).toMatchObject([{ status: "visible", hash, block: 7n }]);
  });

  it("that a node refuses is never asked for", async () => {
    const { open, client, sendTransaction } = world();
    client.call.mockRejectedValueOnce(new Error("refused"));
    await expect(open().run(call)).rejects.toThrow("refused");
    expect(sendTransaction).not.toHaveBeenCalled();
    expect(await (await database()).count("transactions")).toBe(0);
  });

  it("is not asked for on another network, which the wallet is asked to leave first", async () => {
    const { open, wallet, sendTransaction } = world({ isOnNetwork: false });
    await expect(open().run(call)).rejects.toThrow("another network");
    expect(sendTransaction).not.toHaveBeenCalled();
    wallet.switchNetwork.mockImplementationOnce(async () => void (wallet.isOnNetwork = true));
    expect(await open().run(call)).toMatchObject({ status: "visible" });
  });

  it("that the person rejects is kept as rejected", async () => {
    const { open, client } = world({ sent: () => Promise.reject(new UserRejectedRequestError(new Error("no"))) });
    const transactions = open();
    await expect(transactions.run(call)).rejects.toThrow(UserRejectedRequestError);
    expect(transactions.list).toMatchObject([{ status: "rejected", hash: null }]);
    expect(client.waitForTransactionReceipt).not.toHaveBeenCalled();
  });

  it("that reverts is kept as failed, and says what is lost", async () => {
    const { open } = world({ status: "reverted" });
    const transactions = open();
    await expect(transactions.run(call)).rejects.toThrow("the network fee is spent");
    expect(transactions.list).toMatchObject([{ status: "failed" }]);
  });

  it("is followed on after a reload", async () => {
    const { open, client } = world();
    client.waitForTransactionReceipt.mockReturnValueOnce(new Promise(() => {}));
    void open().run(call);
    await vi.waitFor(() => expect(client.waitForTransactionReceipt).toHaveBeenCalled());

    const reopened = open();
    await reopened.resume(account);
    await vi.waitFor(() => expect(reopened.list).toMatchObject([{ status: "visible", hash }]));
    expect(reopened.earlier).toHaveLength(1);

    const again = open();
    await again.resume(account);
    expect(again.list).toEqual([]);
  });

  it("that is left, as its dialog is closed, is one of the earlier ones, and one that ended is not", async () => {
    const { open, client } = world();
    const transactions = open();
    await transactions.run(call);
    const mined = Promise.withResolvers<Awaited<ReturnType<typeof client.waitForTransactionReceipt>>>();
    client.waitForTransactionReceipt.mockReturnValueOnce(mined.promise);
    const run = transactions.run(call);
    await vi.waitFor(() => expect(client.waitForTransactionReceipt).toHaveBeenCalledTimes(2));
    expect(transactions.earlier).toEqual([]);
    transactions.leave();
    transactions.leave();
    expect(transactions.earlier).toMatchObject([{ status: "sent" }]);
    mined.resolve({ ...receipt, status: "success", blockNumber: 8n });
    await run;
    expect(transactions.earlier).toMatchObject([{ status: "visible", block: 8n }]);
  });

  it("is left to what was locked for it to tell, when the page was closed while the wallet was asked", async () => {
    const { open } = world({ sent: () => new Promise<Hex>(() => {}) });
    void open().run(call);
    await vi.waitFor(async () => expect(await (await database()).count("transactions")).toBe(1));
    const owner = ownerKey(network, account);
    await (await database()).put("uploads", { id: "1", owner, call } as KeptUpload);

    const reopened = open();
    await reopened.resume(account);
    expect(reopened.earlier).toEqual([]);
    expect(reopened.mayHaveSent(call)).toBe(true);
    expect(reopened.mayHaveSent({ ...call, data: "0x02" })).toBe(false);

    await (await database()).clear("uploads");
    await (await database()).put("transactions", { ...$state.snapshot(reopened.list[0]!), status: "asked" });
    const again = open();
    await again.resume(account);
    expect(again.earlier).toHaveLength(1);
  });

  it("is interrupted when the page was closed while the wallet was asked", async () => {
    const { open } = world({ sent: () => new Promise<Hex>(() => {}) });
    void open().run(call);
    await vi.waitFor(async () => expect(await (await database()).count("transactions")).toBe(1));

    const reopened = open();
    await reopened.resume(account);
    expect(reopened.list).toMatchObject([{ status: "interrupted", hash: null }]);
    expect(reopened.earlier).toHaveLength(1);
    const [kept] = reopened.list;
    if (kept) await reopened.dismiss(kept.id);
    expect(await (await database()).count("transactions")).toBe(0);
  });

  it("that is sped up in the wallet is followed under its new hash", async () => {
    const { open, client } = world();
    const faster: Hex = `0x${"cd".repeat(32)}`;
    client.waitForTransactionReceipt.mockImplementationOnce(async ({ onReplaced }) => {
      onReplaced?.({ reason: "repriced", transaction: { hash: faster } });
      return { ...receipt, status: "success", blockNumber: 7n };
    });
    const steps: TransactionStatus[] = [];
    const done = await open().run(call, (status) => steps.push(status));
    expect(steps).toEqual(["asked", "signed", "sent", "replaced", "confirmed", "visible"]);
    expect(done).toMatchObject({ hash: faster, replaced: true });
  });

  it("that is cancelled in the wallet is kept as cancelled, and nothing changed", async () => {
    const { open, client } = world();
    client.waitForTransactionReceipt.mockImplementationOnce(async ({ onReplaced }) => {
      onReplaced?.({ reason: "cancelled", transaction: { hash } });
      return { ...receipt, status: "success", blockNumber: 7n };
    });
    const transactions = open();
    await expect(transactions.run(call)).rejects.toThrow("You cancelled this in your wallet.");
    expect(transactions.list).toMatchObject([{ status: "cancelled" }]);
  });

  describe("that was replaced while the page was closed, which a node forgot,", () => {
    const other: Hex = `0x${"cd".repeat(32)}`;
    /** Number 5 of the account; block 8 took something else with it. */
    async function reopened(taken: object) {
      const made = world();
      const { client, open } = made;
      client.getTransaction.mockResolvedValue({ hash, from: account, nonce: 5 });
      client.waitForTransactionReceipt.mockReturnValue(new Promise(() => {}));
      void open().run(call);
      await vi.waitFor(() => expect(client.waitForTransactionReceipt).toHaveBeenCalled());
      client.getTransaction.mockRejectedValue(new Error("unknown"));
      client.getTransactionCount.mockImplementation(async ({ blockNumber }: { blockNumber: bigint }) =>
        blockNumber >= 8n ? 6 : 5,
      );
      client.getBlock.mockImplementation(async (asked) => ({
        transactions: (asked as { blockNumber: bigint }).blockNumber === 8n ? [taken] : [],
      }));
      client.getTransactionReceipt.mockResolvedValue({ ...receipt, status: "success", blockNumber: 8n } as never);
      const transactions = open();
      await transactions.resume(account);
      return transactions;
    }

    it("by the same for another price is followed as that", async () => {
      const taken = { hash: other, from: account, nonce: 5, to: call.to, input: call.data };
      const { list } = await reopened(taken);
      await vi.waitFor(() => expect(list).toMatchObject([{ status: "visible", hash: other, replaced: true }]));
    });

    it("by something else is kept as cancelled", async () => {
      const { list } = await reopened({ hash: other, from: account, nonce: 5, to: account, input: "0x" });
      await vi.waitFor(() => expect(list).toMatchObject([{ status: "cancelled" }]));
    });
  });

  it("of which no node speaks is said to be sent, and goes on when one answers again", async () => {
    const { open, client } = world();
    client.waitForTransactionReceipt.mockRejectedValueOnce(new HttpRequestError({ url: "http://127.0.0.1" }));
    client.watchBlockNumber.mockImplementationOnce(({ onBlockNumber, onError }) => {
      onError();
      onBlockNumber();
      return () => {};
    });
    const steps: TransactionStatus[] = [];
    const done = await open().run(call, (status) => steps.push(status));
    expect(steps).toEqual(["asked", "signed", "sent", "unanswered", "sent", "unanswered", "confirmed", "visible"]);
    expect(done).toMatchObject({ status: "visible" });
  });

  it("that no block takes is said to be sent all the same, when the page stops waiting", async () => {
    vi.useFakeTimers({ toFake: ["Date", "setTimeout"] });
    const { open, client } = world();
    client.waitForTransactionReceipt.mockImplementation(async () => {
      vi.setSystemTime(Date.now() + 40_000);
      throw new WaitForTransactionReceiptTimeoutError({ hash });
    });
    const transactions = open();
    const run = expect(transactions.run(call)).rejects.toThrow(WaitForTransactionReceiptTimeoutError);
    await vi.waitFor(async () => {
      await vi.advanceTimersByTimeAsync(10);
      expect(client.waitForTransactionReceipt.mock.calls.length).toBeGreaterThan(4);
    });
    await run;
    expect(transactions.list).toMatchObject([{ status: "sent" }]);
  });

  it("whose block the network takes back is followed into the next one", async () => {
    const { open, client } = world();
    client.getTransactionReceipt.mockRejectedValueOnce(new TransactionReceiptNotFoundError({ hash }));
    const steps: TransactionStatus[] = [];
    const done = await open().run(call, (status) => steps.push(status));
    expect(steps).toEqual(["asked", "signed", "sent", "confirmed", "taken-back", "confirmed", "visible"]);
    expect(done).toMatchObject({ status: "visible", block: 7n });
  });

  it("is done when no node says whether its block is still there", async () => {
    const { open, client } = world();
    client.getTransactionReceipt.mockRejectedValueOnce(new Error("no answer"));
    expect(await open().run(call)).toMatchObject({ status: "visible" });
  });

  it("is nobody else's, and none of another deployment", async () => {
    const { open } = world();
    await open().run(call);
    const reopened = open();
    await reopened.resume("0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65");
    expect(reopened.list).toEqual([]);
  });
});

describe("a transaction of a Safe", () => {
  const number: Hex = `0x${"5a".repeat(32)}`;
  const SUCCESS = toEventSelector("ExecutionSuccess(bytes32,uint256)");
  const FAILURE = toEventSelector("ExecutionFailure(bytes32,uint256)");

  const executions = [
    expect.objectContaining({ name: "ExecutionSuccess" }),
    expect.objectContaining({ name: "ExecutionFailure" }),
  ];

  /** A Safe that gives a number, which no node knows; `executed` is what it emits at the second look. */
  function safe(executed: object) {
    const made = world({ sent: () => Promise.resolve(number) });
    unknownIsOnly(made, number);
    made.together.waitForCallsStatus.mockRejectedValue(new Error("no such calls"));
    made.client.getCode.mockResolvedValue("0x6080");
    made.client.getBlockNumber.mockResolvedValueOnce(100n).mockResolvedValueOnce(101n).mockResolvedValue(105n);
    made.client.getLogs.mockResolvedValueOnce([{ topics: [SUCCESS, hash], data: "0x", transactionHash: "0x01" }]);
    made.client.getLogs.mockResolvedValueOnce([executed]);
    return made;
  }

  it.each([
    ["indexed, as from version 1.4 on", { topics: [SUCCESS, number], data: `0x${"00".repeat(32)}` }],
    ["in the data, as before", { topics: [SUCCESS], data: `${number}${"00".repeat(32)}` }],
  ])("is followed by the Safe’s event, its number %s", async (_, event) => {
    const { open, client } = safe({ ...event, transactionHash: hash });
    const steps: TransactionStatus[] = [];
    const done = await open().run(call, (status) => steps.push(status));
    expect(steps).toEqual(["asked", "signed", "proposed", "sent", "confirmed", "visible"]);
    expect(done).toMatchObject({ hash, block: 7n, status: "visible" });
    const looked = client.getLogs.mock.calls.map(([range]) => range);
    expect(looked).toEqual([
      { address: account, events: executions, fromBlock: 50n, toBlock: 101n },
      { address: account, events: executions, fromBlock: 102n, toBlock: 105n },
    ]);
  });

  it("is followed by its hash when that is the transaction itself, which the node learns of later", async () => {
    const { open, client, together } = world();
    client.getCode.mockResolvedValue("0x6080");
    client.getTransaction.mockRejectedValueOnce(new Error("unknown")).mockRejectedValueOnce(new Error("unknown"));
    together.waitForCallsStatus.mockRejectedValue(new Error("no such calls"));
    const steps: TransactionStatus[] = [];
    expect(await open().run(call, (status) => steps.push(status))).toMatchObject({ hash, status: "visible" });
    expect(steps).toEqual(["asked", "signed", "proposed", "sent", "confirmed", "visible"]);
  });

  it("that the Safe executed in vain is kept as failed", async () => {
    const { open } = safe({ topics: [FAILURE, number], data: "0x", transactionHash: hash });
    const transactions = open();
    await expect(transactions.run(call)).rejects.toThrow("Your Safe executed this, and the public record refused it.");
    expect(transactions.list).toMatchObject([{ status: "failed", hash }]);
  });

  it("is followed on when a node does not answer for a while", async () => {
    const { open, client } = safe({ topics: [SUCCESS, number], data: "0x", transactionHash: hash });
    client.getLogs.mockReset().mockRejectedValueOnce(new Error("busy"));
    client.getLogs.mockResolvedValue([{ topics: [SUCCESS, number], data: "0x", transactionHash: hash }]);
    expect(await open().run(call)).toMatchObject({ status: "visible" });
    expect(client.getLogs.mock.lastCall?.[0]).toMatchObject({ fromBlock: 50n });
  });

  it("is looked for in smaller parts where a node limits the span of a question", async () => {
    const { open, client } = safe({});
    const LIMIT = 10_000n;
    client.getBlockNumber.mockReset().mockResolvedValueOnce(100n).mockResolvedValue(100_000n);
    client.getLogs.mockReset().mockImplementation(async (asked) => {
      const { fromBlock, toBlock } = asked as { fromBlock: bigint; toBlock: bigint };
      if (toBlock - fromBlock >= LIMIT) throw new Error("too many blocks");
      return toBlock === 100_000n ? [{ topics: [SUCCESS, number], data: "0x", transactionHash: hash }] : [];
    });
    expect(await open().run(call)).toMatchObject({ status: "visible", hash });
  });

  it("is followed no more once it is forgotten, and is not kept again", async () => {
    const made = safe({});
    made.client.getLogs.mockReset().mockResolvedValue([]);
    const transactions = made.open();
    const run = expect(transactions.run(call)).rejects.toThrow("does not follow this any longer");
    await vi.waitFor(() => expect(transactions.list).toMatchObject([{ status: "proposed" }]));
    await transactions.dismiss(transactions.list[0]!.id);
    await run;
    expect(transactions.list).toEqual([]);
    expect(await (await database()).count("transactions")).toBe(0);
  });

  it("is followed once, however often the account changes", async () => {
    const made = safe({});
    made.client.getLogs.mockReset().mockResolvedValue([]);
    const transactions = made.open();
    const run = expect(transactions.run(call)).rejects.toThrow("your wallet shows another account");
    await vi.waitFor(() => expect(transactions.list).toMatchObject([{ status: "proposed" }]));
    await transactions.resume(null);
    await run;
    await transactions.resume(account);
    await transactions.resume(null);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const looks = made.client.getLogs.mock.calls.length;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(made.client.getLogs.mock.calls).toHaveLength(looks);
    await transactions.resume(account);
    expect(transactions.earlier).toMatchObject([{ status: "proposed", hash: number }]);
  });

  it("is followed on after a reload, from the block it was proposed at", async () => {
    const made = safe({ topics: [SUCCESS, number], data: "0x", transactionHash: hash });
    made.client.getLogs.mockReset().mockReturnValueOnce(new Promise(() => {}));
    void made.open().run(call);
    await vi.waitFor(() => expect(made.client.getLogs).toHaveBeenCalled());
    made.client.getLogs.mockResolvedValue([{ topics: [SUCCESS, number], data: "0x", transactionHash: hash }]);
    const reopened = made.open();
    await reopened.resume(account);
    expect(reopened.earlier).toHaveLength(1);
    await vi.waitFor(() => expect(reopened.list).toMatchObject([{ status: "visible", hash, block: 7n }]));
    expect(made.client.getLogs.mock.lastCall?.[0]).toMatchObject({ fromBlock: 50n });
  });

  it.each([
    ["a plain account", undefined],
    ["an account that delegates", "0xef01005fbdb2315678afecb367f032d93f642f64180aa3"],
  ] as const)("is not looked for where the wallet is %s that a slow node does not know yet", async (_, code) => {
    const { open, client } = world();
    client.getTransaction.mockRejectedValueOnce(new Error("unknown"));
    client.getCode.mockResolvedValue(code);
    expect(await open().run(call)).toMatchObject({ status: "visible" });
    expect(client.getLogs).not.toHaveBeenCalled();
  });
});

it("a transaction is followed like a plain account’s when no node says whether that is a contract", async () => {
  const { open, client } = world();
  client.getTransaction.mockRejectedValueOnce(new Error("unknown"));
  client.getCode.mockRejectedValueOnce(new Error("no answer"));
  expect(await open().run(call)).toMatchObject({ status: "visible" });
});

describe("several calls", () => {
  const calls = [call, { ...call, data: "0x02" as const }, { ...call, data: "0x03" as const }];

  it.each(["supported", "ready"])("go as one transaction, all or none, where the wallet says %s", async (status) => {
    const { open, together, sendTransaction } = world();
    together.getCapabilities.mockResolvedValue({ atomic: { status } });
    const steps: [TransactionStatus, number][] = [];
    const done: number[] = [];
    await open().runAll(
      calls,
      (...step) => steps.push(step),
      (count) => done.push(count),
    );
    expect(together.sendCalls).toHaveBeenCalledExactlyOnceWith({
      calls: calls.map(({ to, data }) => ({ to, data })),
      forceAtomic: true,
    });
    expect(sendTransaction).not.toHaveBeenCalled();
    expect(steps).toEqual(["asked", "signed", "sent", "confirmed", "visible"].map((step) => [step, 3]));
    expect(done).toEqual([3]);
    const [kept] = await (await database()).getAll("transactions");
    expect([...calls, { ...call, data: "0x04" as const }].map((each) => makes(kept!, each))).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  it("go one after the other where it cannot, and it is told how many are done", async () => {
    const { open, together, sendTransaction } = world();
    together.getCapabilities.mockResolvedValue({ atomic: { status: "unsupported" } });
    const done: number[] = [];
    await open().runAll(calls, undefined, (count) => done.push(count));
    expect(sendTransaction.mock.calls).toHaveLength(3);
    expect(together.sendCalls).not.toHaveBeenCalled();
    expect(done).toEqual([1, 2, 3]);
  });

  it("wait between one and the next for whoever is told", async () => {
    const { open, sendTransaction } = world();
    const sent: number[] = [];
    await open().runAll(calls, undefined, async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      sent.push(sendTransaction.mock.calls.length);
    });
    expect(sent).toEqual([1, 2, 3]);
  });

  it("stop at the one that is rejected; those before it are done", async () => {
    const { open, sendTransaction } = world();
    sendTransaction.mockResolvedValueOnce(hash).mockRejectedValueOnce(new UserRejectedRequestError(new Error("no")));
    const done: number[] = [];
    await expect(open().runAll(calls, undefined, (count) => done.push(count))).rejects.toThrow(
      UserRejectedRequestError,
    );
    expect(done).toEqual([1]);
  });

  it("are not asked for at all when a node refuses one of them", async () => {
    const { open, client, sendTransaction } = world();
    client.call.mockResolvedValueOnce({}).mockResolvedValueOnce({}).mockRejectedValueOnce(new Error("the third"));
    await expect(open().runAll(calls)).rejects.toThrow("the third");
    expect(sendTransaction).not.toHaveBeenCalled();
  });

  it("that a Safe took together are followed by its own event", async () => {
    const made = world();
    const { open, client, together } = made;
    const number: Hex = `0x${"5a".repeat(32)}`;
    together.getCapabilities.mockResolvedValue({ atomic: { status: "supported" } });
    together.sendCalls.mockResolvedValueOnce({ id: number });
    together.waitForCallsStatus.mockReturnValue(new Promise(() => {}));
    client.getCode.mockResolvedValue("0x6080");
    unknownIsOnly(made, number);
    const event = toEventSelector("ExecutionSuccess(bytes32,uint256)");
    client.getLogs.mockResolvedValueOnce([{ topics: [event, number], data: "0x", transactionHash: hash }]);
    const transactions = open();
    await transactions.runAll(calls);
    expect(transactions.list).toMatchObject([{ status: "visible", hash }]);
  });

  it("that another contract took together are followed by what its wallet says", async () => {
    const made = world();
    const userOperation: Hex = `0x${"4a".repeat(32)}`;
    made.together.getCapabilities.mockResolvedValue({ atomic: { status: "supported" } });
    made.together.sendCalls.mockResolvedValueOnce({ id: userOperation });
    made.client.getCode.mockResolvedValue("0x6080");
    unknownIsOnly(made, userOperation);
    const transactions = made.open();
    await transactions.runAll(calls);
    expect(transactions.list).toMatchObject([{ status: "visible", hash }]);
    const looks = made.client.getLogs.mock.calls.length;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(made.client.getLogs.mock.calls.length).toBeLessThanOrEqual(looks + 1);
  });

  it.each([
    ["does not answer in time", () => Promise.reject(new WaitForCallsStatusTimeoutError({ id: "batch-1" }))],
    ["does not know the question", () => Promise.reject(new Error("wallet_getCallsStatus is not supported"))],
    ["says no to the question", () => Promise.reject(new UserRejectedRequestError(new Error("no")))],
    ["names no transaction", () => Promise.resolve({ receipts: [] })],
  ])("whose wallet took them and %s are not said to have failed", async (_, answer) => {
    const { open, together } = world();
    together.getCapabilities.mockResolvedValue({ atomic: { status: "supported" } });
    together.waitForCallsStatus.mockImplementationOnce(answer);
    const transactions = open();
    await expect(transactions.runAll(calls)).rejects.toThrow("Your wallet has not said whether it was sent.");
    expect(transactions.list).toMatchObject([{ status: "interrupted", hash: null }]);
  });

  it("that the wallet took together and rejected are kept as rejected", async () => {
    const { open, together } = world();
    together.getCapabilities.mockResolvedValue({ atomic: { status: "supported" } });
    together.sendCalls.mockRejectedValueOnce(new UserRejectedRequestError(new Error("no")));
    const transactions = open();
    await expect(transactions.runAll(calls)).rejects.toThrow(UserRejectedRequestError);
    expect(transactions.list).toMatchObject([{ status: "rejected", hash: null }]);
  });
});
