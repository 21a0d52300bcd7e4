import "fake-indexeddb/auto";
import { cidOfDigest, digestOf } from "@chartkey/protocol/cid";
import { zeroAddress, type Hex } from "viem";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { App } from "../app.ts";
import { Transfer } from "../blobs/transfer.svelte.ts";
import type { Call } from "../chain/call.ts";
import type { TransactionStatus } from "../chain/transactions.svelte.ts";
import { OtpRefusedError } from "../otp/otpRequest.ts";
import { database } from "../storage/database.ts";
import { leftoversOf, noteLeftovers } from "../storage/leftovers.ts";
import { ownerKey } from "../storage/owner.ts";
import {
  discardUpload,
  finishUploads,
  keepUpload,
  replaceCapsules,
  unfinishedUploads,
  type KeptUpload,
} from "./keptUpload.ts";
import type { FlowStep, OnProgress, Progress } from "./progress.ts";
import { removeLeftovers } from "./removeLeftovers.ts";
import { signInFirst } from "./signInFirst.ts";
import { oneByOne } from "./test/transactions.ts";

const account = "0x976EA74026E726554dB657fA54763abd0C3a0aa9";
/** The versions of the report, on the public record. */
const record = vi.hoisted(() => ({ versions: [] as { version: number; payload: string }[] }));
vi.mock("../history/sealedVersions.ts", () => ({ readLock: async () => record }));

const call: Call = { functionName: "addReport", to: zeroAddress, data: "0xadd0" };
const report: Hex = `0x${"11".repeat(32)}`;
const parts = [1, 2, 3, 4, 5].map((byte) => Uint8Array.of(byte));
const last = [Uint8Array.of(6), Uint8Array.of(7)];
const all = [...parts, ...last];

/** A report of five parts, its head and its capsules, locked out of order as several parts are locked at once. */
async function lock(keep: (part: { index: number; bytes: Uint8Array<ArrayBuffer> }) => Promise<void>) {
  for (const index of [1, 0, 3, 2, 4]) await keep({ index, bytes: parts[index] ?? new Uint8Array() });
  return { chart: `0x${"22".repeat(20)}` as const, report, call, last };
}

/** Names of stored blobs, in the order in which they came; fails for those told to fail. */
let stored: string[] = [];
let failing: string[] = [];

function app({ author = zeroAddress as Hex, version = 1, run = () => Promise.resolve({}) } = {}) {
  const otp = {
    account: null as string | null,
    signIn: vi.fn(() => Promise.resolve()),
    unpin: vi.fn((_: Hex, __: Hex[]) => Promise.resolve()),
    tickets: vi.fn((_: Hex, sizes: number[]) => Promise.resolve(sizes.map(() => ({ url: "http://store.test/" })))),
  };
  const fake = {
    network: { chainId: 1337, records: zeroAddress },
    wallet: { account, client: { account: { address: account } } },
    chain: { network: {}, client: { readContract: () => Promise.resolve([author, 1, version, 0, false]) } },
    transactions: oneByOne(vi.fn((_: Call, __: (status: TransactionStatus) => void): Promise<unknown> => run())),
    otp,
  };
  return { fake, app: fake as unknown as App };
}

const finishUpload = (here: App, upload: KeptUpload, onProgress: OnProgress, transfer?: Transfer) =>
  finishUploads(here, [upload], onProgress, transfer);

const cidOf = async (blob: Uint8Array) => cidOfDigest(await digestOf(blob));
const cids = () => Promise.all(all.map(cidOf));
const onlyOne = async (here: App) => {
  const uploads = await unfinishedUploads(here);
  expect(uploads).toHaveLength(1);
  return uploads[0]!;
};

/** Waiting times pass a hundred times as fast. */
function hurry(): void {
  const { setTimeout } = globalThis;
  vi.stubGlobal("setTimeout", (then: () => void, milliseconds = 0) => setTimeout(then, milliseconds / 100));
}

beforeEach(async () => {
  stored = [];
  failing = [];
  const db = await database();
  await Promise.all([db.clear("uploads"), db.clear("parts"), db.clear("leftovers")]);
  vi.stubGlobal("fetch", async (_: string, { body }: { body: FormData }) => {
    const cid = String(body.get("name"));
    if (failing.includes(cid)) return new Response(null, { status: 503 });
    stored.push(cid);
    return Response.json({ data: { cid } });
  });
  hurry();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe("a locked report on its way", () => {
  it("is stored whole, then put on the public record, then forgotten here", async () => {
    const { app: here, fake } = app();
    const steps: FlowStep[] = [];
    await finishUpload(here, await keepUpload(here, lock), ({ step }) => steps.push(step));

    expect(stored.toSorted()).toEqual((await cids()).toSorted());
    expect(steps[0]).toBe("signing-in");
    expect(fake.transactions.run).toHaveBeenCalledOnce();
    expect(await unfinishedUploads(here)).toEqual([]);
    expect(await (await database()).count("parts")).toBe(0);
  });

  it("goes on by itself when the connection was dropped for a moment", async () => {
    const { app: here } = app();
    const answer = fetch;
    const dropped = vi.fn(() => Promise.reject(new TypeError("Failed to fetch")));
    let requests = 0;
    vi.stubGlobal("fetch", (...request: Parameters<typeof fetch>) =>
      [2, 3, 6].includes(++requests) ? dropped() : answer(...request),
    );
    await finishUpload(here, await keepUpload(here, lock), () => {});
    expect(dropped).toHaveBeenCalledTimes(3);
    expect(stored.toSorted()).toEqual((await cids()).toSorted());
  });

  it("asks for another ticket after a failure, since the first may be used up", async () => {
    const { app: here, fake } = app();
    const answer = fetch;
    let requests = 0;
    const used: string[] = [];
    fake.otp.tickets = vi.fn((_: Hex, sizes: number[]) =>
      Promise.resolve(sizes.map(() => ({ url: `http://store.test/${crypto.randomUUID()}` }))),
    );
    vi.stubGlobal("fetch", (url: string, request: RequestInit) => {
      used.push(url);
      return ++requests === 1 ? Promise.reject(new TypeError("Failed to fetch")) : answer(url, request);
    });
    await finishUpload(here, await keepUpload(here, lock), () => {});
    expect(new Set(used).size).toBe(used.length);
    expect(fake.otp.tickets.mock.calls.map(([, sizes]) => sizes.length)).toEqual([7, 1]);
  });

  it("says so when the store stays away, and goes on later without sending anything twice", async () => {
    const { app: here, fake } = app();
    failing = [(await cids())[2] ?? ""];
    const kept = await keepUpload(here, lock);
    await expect(finishUpload(here, kept, () => {})).rejects.toThrow("storage did not answer");
    expect(fake.transactions.run).not.toHaveBeenCalled();
    expect((await onlyOne(here)).stored).not.toContain(2);

    failing = [];
    await finishUpload(here, await onlyOne(here), () => {});
    expect(stored.toSorted()).toEqual((await cids()).toSorted());
  });

  it("goes on in the same page, too, without sending anything twice", async () => {
    const { app: here } = app();
    failing = [(await cids())[2] ?? ""];
    const kept = await keepUpload(here, lock);
    await expect(finishUpload(here, kept, () => {})).rejects.toThrow("storage did not answer");
    failing = [];
    await finishUpload(here, kept, () => {});
    expect(stored.toSorted()).toEqual((await cids()).toSorted());
  });

  it("survives a rejected wallet prompt, and asks the store for nothing the second time", async () => {
    const { app: here, fake } = app();
    fake.transactions.run.mockRejectedValueOnce(Object.assign(new Error("no"), { code: 4001 }));
    const kept = await keepUpload(here, lock);
    await expect(finishUpload(here, kept, () => {})).rejects.toThrow("no");
    await finishUpload(here, await onlyOne(here), () => {});
    expect(stored).toHaveLength(all.length);
    expect(fake.otp.tickets).toHaveBeenCalledOnce();
  });

  it("is refused by a store that names it differently, and no transaction is asked for", async () => {
    vi.stubGlobal("fetch", async () => Response.json({ data: { cid: "bafkreiotherwise" } }));
    const { app: here, fake } = app();
    await expect(finishUpload(here, await keepUpload(here, lock), () => {})).rejects.toThrow("kept something else");
    expect(fake.transactions.run).not.toHaveBeenCalled();
  });

  it("stands still while paused, and goes on where it was", async () => {
    const { app: here } = app();
    const transfer = new Transfer();
    const kept = await keepUpload(here, lock);
    const finishing = finishUpload(
      here,
      kept,
      ({ stored: count }) => {
        if (count === 2) transfer.pause();
      },
      transfer,
    );
    await vi.waitFor(() => expect(transfer.isPaused).toBe(true));
    await new Promise((resolve) => setTimeout(resolve, 5000));
    // What was on its way when it was paused still arrives.
    expect(stored.length).toBeLessThanOrEqual(4);
    const before = stored.length;
    await new Promise((resolve) => setTimeout(resolve, 5000));
    expect(stored).toHaveLength(before);

    transfer.resume();
    await finishing;
    expect(stored.toSorted()).toEqual((await cids()).toSorted());
  });

  it("ends when cancelled, asks for no transaction, and can be taken up again", async () => {
    const { app: here, fake } = app();
    const transfer = new Transfer();
    const kept = await keepUpload(here, lock);
    const cancel = ({ stored: count }: { stored?: number }) => {
      if (count === 2) transfer.cancel();
    };
    await expect(finishUpload(here, kept, cancel, transfer)).rejects.toThrow("You cancelled this.");
    expect(fake.transactions.run).not.toHaveBeenCalled();
    await finishUpload(here, await onlyOne(here), () => {});
    expect(stored.toSorted()).toEqual((await cids()).toSorted());
  });

  it("is not sent by two tabs at once", async () => {
    const confirmed = Promise.withResolvers<object>();
    const { app: here } = app({ run: () => confirmed.promise });
    const kept = await keepUpload(here, lock);
    const first = finishUpload(here, { ...kept }, () => {});
    await vi.waitFor(() => expect(stored.length).toBeGreaterThan(0));
    await expect(finishUpload(here, { ...kept }, () => {})).rejects.toThrow("Another tab");
    await expect(discardUpload(here, kept)).rejects.toThrow("Another tab");
    confirmed.resolve({});
    await first;
    expect(stored).toHaveLength(all.length);
  });

  it("is not offered again once the public record has it, nor to another account, nor after discarding", async () => {
    const { app: here } = app();
    const kept = await keepUpload(here, lock);
    expect(await unfinishedUploads(here)).toHaveLength(1);

    const another = app();
    another.fake.wallet.account = "0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65";
    expect(await unfinishedUploads(another.app)).toEqual([]);

    await discardUpload(here, kept);
    expect(await unfinishedUploads(here)).toEqual([]);
    expect(await (await database()).count("parts")).toBe(0);

    await keepUpload(here, lock);
    expect(await unfinishedUploads(app({ author: `0x${"33".repeat(20)}` }).app)).toEqual([]);
    const db = await database();
    expect([await db.count("uploads"), await db.count("parts")]).toEqual([0, 0]);
  });
});

describe("several locked reports on their way", () => {
  const calls: Call[] = ["0xadd1", "0xadd2", "0xadd3"].map((data) => ({ ...call, data: data as Hex }));

  /** Three reports, the second of which is told from the others by its blobs, too. */
  async function three(here: App) {
    return Promise.all(
      calls.map((each, index) =>
        keepUpload(here, async (keep) => ({
          ...(await lock(keep)),
          report: `0x${String(index + 1).repeat(64)}` as const,
          call: each,
          last: index === 1 ? [Uint8Array.of(61), Uint8Array.of(71)] : last,
        })),
      ),
    );
  }

  it("are all stored before the wallet is asked for the first, and forgotten one by one as they are added", async () => {
    const { app: here, fake } = app();
    fake.otp.signIn.mockImplementation(async () => void (fake.otp.account = account));
    const before: number[] = [];
    fake.transactions.run.mockImplementation(async () => {
      before.push(stored.length, await (await database()).count("uploads"));
    });
    const uploads = await three(here);
    const added: string[] = [];
    await finishUploads(
      here,
      uploads,
      () => {},
      new Transfer(),
      ({ id }) => added.push(id),
    );
    expect(before).toEqual([21, 3, 21, 2, 21, 1]);
    expect(fake.otp.signIn).toHaveBeenCalledOnce();
    expect(added).toEqual(uploads.map(({ id }) => id));
    expect(await unfinishedUploads(here)).toEqual([]);
  });

  it("say with each step which of them it is about, and that one is visible only of the last", async () => {
    const { app: here, fake } = app();
    fake.transactions.run.mockImplementation(async (_, onStatus) => {
      for (const status of ["asked", "visible"] as const) onStatus(status);
    });
    const seen: string[] = [];
    await finishUploads(here, await three(here), ({ step, among }: Progress) => {
      const said = `${step} ${among?.number}/${among?.of}`;
      if (seen.at(-1) !== said) seen.push(said);
    });
    expect(seen.filter((said) => !said.startsWith("signing-in"))).toEqual([
      "storing 1/3",
      "storing 2/3",
      "storing 3/3",
      "asked 1/3",
      "asked 2/3",
      "asked 3/3",
      "visible 3/3",
    ]);
  });

  it("go as one where the wallet takes them together, and are forgotten together", async () => {
    const { app: here, fake } = app();
    const runAll = vi.fn<typeof fake.transactions.runAll>(async (all, onStatus, onDone) => {
      onStatus("asked", all.length);
      await onDone(all.length);
    });
    fake.transactions.runAll = runAll;
    const seen: Progress[] = [];
    await finishUploads(here, await three(here), (progress) => seen.push(progress));
    expect(runAll).toHaveBeenCalledOnce();
    expect(runAll.mock.calls[0]?.[0]).toEqual(calls);
    expect(seen.at(-1)).toEqual({ step: "asked", among: { number: null, of: 3 } });
    expect(await unfinishedUploads(here)).toEqual([]);
  });

  it("leave those that were not added when the wallet says no to the second, to be gone on with", async () => {
    const { app: here, fake } = app();
    fake.transactions.run.mockResolvedValueOnce({}).mockRejectedValueOnce(new Error("no"));
    await expect(finishUploads(here, await three(here), () => {})).rejects.toThrow("no");
    const left = await unfinishedUploads(here);
    expect(left.map((upload) => upload.call.data).toSorted()).toEqual(["0xadd2", "0xadd3"]);

    await finishUploads(here, left, () => {});
    expect(stored).toHaveLength(21);
    expect(fake.transactions.run).toHaveBeenCalledTimes(4);
    expect(await unfinishedUploads(here)).toEqual([]);
  });

  it("are found in the order in which they were locked", async () => {
    const { app: here } = app();
    const db = await database();
    for (const [index, upload] of (await three(here)).entries()) {
      await db.put("uploads", { ...upload, startedAt: [2, 3, 1][index]! });
    }
    expect((await unfinishedUploads(here)).map((upload) => upload.call.data)).toEqual(["0xadd3", "0xadd1", "0xadd2"]);
  });

  it("are asked for none of them when one cannot be stored", async () => {
    const { app: here, fake } = app();
    failing = [await cidOf(Uint8Array.of(61))];
    const uploads = await three(here);
    await expect(finishUploads(here, uploads, () => {})).rejects.toThrow("storage did not answer");
    expect(fake.transactions.run).not.toHaveBeenCalled();
    failing = [];
    await finishUploads(here, uploads, () => {});
    expect(stored).toHaveLength(21);
  });

  it("are not offered again while one transaction for all of them is under way", async () => {
    const { app: here, fake } = app();
    await three(here);
    fake.transactions.list.push({ call: calls[0], others: ["0xadd2", "0xadd3"], status: "sent" });
    expect(await unfinishedUploads(here)).toEqual([]);
  });

  it("are not begun while another tab is at work on one of them", async () => {
    const confirmed = Promise.withResolvers<object>();
    const { app: here } = app({ run: () => confirmed.promise });
    const uploads = await three(here);
    const first = finishUpload(here, { ...uploads[2]! }, () => {});
    await vi.waitFor(() => expect(stored.length).toBe(7));
    await expect(finishUploads(here, uploads, () => {})).rejects.toThrow("Another tab");
    expect(stored).toHaveLength(7);
    confirmed.resolve({});
    await first;
  });
});

/** What the store is still to remove. */
const noted = async () =>
  (await leftoversOf(ownerKey({ chainId: 1337, records: zeroAddress } as never, account))).flatMap(
    ({ blobs }) => blobs,
  );

describe("a locked report that is discarded", () => {
  const digests = (blobs: readonly Uint8Array<ArrayBuffer>[]) => Promise.all(blobs.map((blob) => digestOf(blob)));

  /** Stopped by the wallet after all of it was stored, as a later page finds it. */
  async function storedUpload() {
    const { app: here, fake } = app({ run: () => Promise.reject(new Error("no")) });
    await finishUpload(here, await keepUpload(here, lock), () => {}).catch(() => {});
    return { here, fake, kept: await onlyOne(here) };
  }

  it("is removed from the store at once by whoever is signed in", async () => {
    const { here, fake, kept } = await storedUpload();
    fake.otp.account = account;
    await discardUpload(here, kept);
    await vi.waitFor(async () => expect(await noted()).toEqual([]));
    const asked = fake.otp.unpin.mock.calls.flatMap(([, blobs]) => blobs);
    expect(fake.otp.unpin.mock.calls[0]?.[0]).toBe(report);
    expect(asked.toSorted()).toEqual((await digests(all)).toSorted());
  });

  it("is removed with the next sign-in by whoever is not, also after the page was closed", async () => {
    const { here, fake, kept } = await storedUpload();
    await discardUpload(here, kept);
    expect(fake.otp.unpin).not.toHaveBeenCalled();
    expect(await unfinishedUploads(here)).toEqual([]);

    const later = app();
    later.fake.otp.signIn.mockImplementation(async () => void (later.fake.otp.account = account));
    await signInFirst(later.app, () => {});
    await vi.waitFor(async () => expect(await noted()).toEqual([]));
    expect(later.fake.otp.unpin.mock.calls.flatMap(([, blobs]) => blobs)).toHaveLength(all.length);
  });

  it("stays noted until the worker answers, and what is to stay is let go of", async () => {
    const { here, fake, kept } = await storedUpload();
    fake.otp.account = account;
    fake.otp.unpin.mockRejectedValueOnce(new Error("away"));
    await discardUpload(here, kept);
    await vi.waitFor(() => expect(fake.otp.unpin).toHaveBeenCalledOnce());
    expect(await noted()).toHaveLength(all.length);

    const [needed] = await digests(all);
    fake.otp.unpin.mockImplementation(async (_: Hex, blobs: Hex[]) => {
      if (blobs.includes(needed!)) throw new OtpRefusedError("still_needed", "Needed.", null);
    });
    await removeLeftovers(here);
    expect(await noted()).toEqual([]);
    const single = fake.otp.unpin.mock.calls.filter(([, blobs]) => blobs.length === 1);
    expect(single).toHaveLength(all.length);
  });

  it("does not keep what is left of another report in the store when the worker refuses for its own", async () => {
    const { app: here, fake } = app();
    const owner = ownerKey(fake.network as never, account);
    const [refused, other] = [`0x${"01".repeat(32)}`, `0x${"02".repeat(32)}`] as const;
    for (const left of [refused, other]) await noteLeftovers({ owner, report: left, blobs: [left] });
    fake.otp.account = account;
    fake.otp.unpin.mockImplementation(async (left: Hex) => {
      if (left === refused) throw new OtpRefusedError("recovery_under_way", "Later.", null);
    });
    await removeLeftovers(here);
    expect(await noted()).toEqual([refused]);
  });

  it("is named by what was stored and what may have been on its way, and by nothing else", async () => {
    const { app: here } = app();
    const kept = await keepUpload(here, lock);
    failing = await cids();
    await discardUpload(here, { ...kept, stored: [4] });
    expect((await noted()).toSorted()).toEqual((await digests([0, 1, 2, 4].map((index) => all[index]!))).toSorted());
  });

  it("is left in the store where the wallet may still send its transaction", async () => {
    const { here, fake, kept } = await storedUpload();
    fake.transactions.list.push({ call, status: "interrupted" });
    await discardUpload(here, kept);
    expect(await noted()).toEqual([]);
    expect(await unfinishedUploads(here)).toEqual([]);
  });

  it("leaves its former capsules to be removed when they were locked again", async () => {
    const { kept } = await storedUpload();
    await replaceCapsules(kept, call, Uint8Array.of(8));
    expect(await noted()).toEqual(await digests([last[1]!]));
  });
});

describe("a locked correction", () => {
  const author: Hex = `0x${"33".repeat(20)}`;
  const correction = async (keep: Parameters<typeof lock>[0]) => ({ ...(await lock(keep)), version: 3 });

  it("is offered again while the public record has the version before it, though the report was added long ago", async () => {
    const { app: here } = app({ author, version: 2 });
    await keepUpload(here, correction);
    expect(await onlyOne(here)).toMatchObject({ report, version: 3 });
  });

  it.each([
    ["itself", "0xadd0", 0],
    ["another one, and is then removed from the store", "0x0bad", all.length],
  ] as const)("is forgotten once the public record has its version, by %s", async (_, payload, left) => {
    const { app: here } = app({ author, version: 2, run: () => Promise.reject(new Error("no")) });
    await finishUpload(here, await keepUpload(here, correction), () => {}).catch(() => {});
    record.versions = [{ version: 3, payload }];
    expect(await unfinishedUploads(app({ author, version: 3 }).app)).toEqual([]);
    expect(await noted()).toHaveLength(left);
    const db = await database();
    expect([await db.count("uploads"), await db.count("parts")]).toEqual([0, 0]);
  });
});

describe("a tab that is closed", () => {
  /** A tab ends without a word: nothing that it would have done afterwards happens, and the browser lets go of its locks. */
  const closed = () => new Promise<never>(() => {});

  /** Writes what a tab had written when it was closed while locking, without its lock. */
  async function halfLocked(count: number): Promise<void> {
    const db = await database();
    for (const [index, bytes] of parts.slice(0, count).entries())
      await db.put("parts", { upload: "closed", index, bytes });
  }

  it.each([1, 3, 5])("after %d parts were locked leaves nothing behind, for their key is gone", async (count) => {
    await halfLocked(count);
    const { app: here } = app();
    expect(await unfinishedUploads(here)).toEqual([]);
    expect(await (await database()).count("parts")).toBe(0);
  });

  it("is not mistaken for one that is still locking", async () => {
    const { app: here } = app();
    let finish = () => {};
    const locking = keepUpload(here, async (keep) => {
      await keep({ index: 0, bytes: Uint8Array.of(1) });
      await new Promise<void>((resolve) => (finish = resolve));
      return { chart: `0x${"22".repeat(20)}`, report, call, last };
    });
    await vi.waitFor(async () => expect(await (await database()).count("parts")).toBe(1));
    expect(await unfinishedUploads(here)).toEqual([]);
    finish();
    expect((await locking).sizes).toEqual([1, 1, 1]);
    expect(await (await database()).count("parts")).toBe(3);
  });

  it("leaves nothing behind when locking fails", async () => {
    const { app: here } = app();
    const failed = keepUpload(here, async (keep) => {
      await keep({ index: 0, bytes: Uint8Array.of(1) });
      throw new Error("The file changed.");
    });
    await expect(failed).rejects.toThrow("The file changed.");
    expect(await (await database()).count("parts")).toBe(0);
  });

  // Every step that a tab can be closed at: before and after each request to the store, and at the wallet.
  const steps = [
    ...all.map((_, index) => ["before", index] as const),
    ...all.map((_, index) => ["after", index] as const),
    ["at the wallet", all.length] as const,
  ];

  it.each(steps)("%s request %d is finished by the next one, with the same result", async (when, request) => {
    const { app: first, fake } = app();
    const answer = fetch;
    let requests = 0;
    const reached = Promise.withResolvers<void>();
    const end = () => {
      reached.resolve();
      return closed();
    };
    vi.stubGlobal("fetch", async (...asked: Parameters<typeof fetch>) => {
      if (requests++ < request) return answer(...asked);
      if (when === "after") await answer(...asked);
      return end();
    });
    if (when === "at the wallet") fake.transactions.run = vi.fn(end);

    const kept = await keepUpload(first, lock);
    const locks = navigator.locks.request.bind(navigator.locks);
    // The closed tab's promise never ends, and here nobody ends its lock for it.
    const holding = vi.spyOn(navigator.locks, "request").mockImplementationOnce((...given: unknown[]) => {
      const work = given.at(-1) as (lock: object) => Promise<unknown>;
      return work({});
    });
    void finishUpload(first, kept, () => {});
    await reached.promise;
    // What was answered before the tab was closed is written down by then.
    await new Promise((resolve) => setTimeout(resolve, 2000));
    holding.mockImplementation(locks as typeof navigator.locks.request);

    vi.stubGlobal("fetch", answer);
    const { app: second, fake: next } = app();
    const found = await onlyOne(second);
    await finishUpload(second, found, () => {});
    expect(new Set(stored)).toEqual(new Set(await cids()));
    expect(next.transactions.run).toHaveBeenCalledExactlyOnceWith(call, expect.any(Function));
    // At most what was under way, three at a time, travels again.
    expect(stored.length).toBeLessThanOrEqual(all.length + 3);
    const db = await database();
    expect([await db.count("uploads"), await db.count("parts")]).toEqual([0, 0]);
  });
});

describe("an upload kept by an earlier version of this page", () => {
  it("is found with all its parts", async () => {
    const { openDB, deleteDB } = await import("idb");
    (await database()).close();
    await deleteDB("chartkey");
    const old = await openDB("chartkey", 2, {
      upgrade(db) {
        db.createObjectStore("transactions", { keyPath: "id" }).createIndex("owner", "owner");
        db.createObjectStore("uploads", { keyPath: "id" }).createIndex("owner", "owner");
        db.createObjectStore("seen", { keyPath: ["owner", "report"] }).createIndex("owner", "owner");
      },
    });
    const { ownerKey } = await import("../storage/owner.ts");
    const owner = ownerKey(app().app.network, account);
    const chart = `0x${"22".repeat(20)}`;
    await old.put("uploads", { id: "old", owner, chart, report, call, blobs: all, stored: [1], startedAt: 1 });
    old.close();

    vi.resetModules();
    const { unfinishedUploads: found, finishUploads: finish } = await import("./keptUpload.ts");
    const { app: here } = app();
    const [upload] = await found(here);
    expect(upload).toMatchObject({ id: "old", sizes: all.map(() => 1), stored: [1] });
    await finish(here, [upload!], () => {});
    expect(new Set(stored)).toEqual(new Set((await cids()).filter((_, index) => index !== 1)));
  });
});
