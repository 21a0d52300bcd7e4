import "fake-indexeddb/auto";
import { digestOf } from "@chartkey/protocol/cid";
import { cidOfDigest } from "@chartkey/protocol/cid";
import { zeroAddress, type Hex } from "viem";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { App } from "../app.ts";
import type { Call } from "../chain/call.ts";
import { database } from "../storage/database.ts";
import { discardUpload, finishUpload, keepUpload, unfinishedUploads } from "./keptUpload.ts";
import type { FlowStep } from "./progress.ts";

const account = "0x976EA74026E726554dB657fA54763abd0C3a0aa9";
const call: Call = { functionName: "addReport", to: zeroAddress, data: "0xadd0" };
const upload = {
  chart: `0x${"22".repeat(20)}` as const,
  report: `0x${"11".repeat(32)}` as const,
  call,
  blobs: [1, 2, 3, 4].map((byte) => Uint8Array.of(byte)),
};

/** Names of stored blobs, in the order in which they came; fails for those told to fail. */
let stored: string[] = [];
let failing: string[] = [];

function app({ author = zeroAddress as Hex, run = () => Promise.resolve({}) } = {}) {
  const otp = {
    account: null as string | null,
    signIn: vi.fn(() => Promise.resolve()),
    tickets: vi.fn((_: Hex, sizes: number[]) => Promise.resolve(sizes.map(() => ({ url: "http://store.test/" })))),
  };
  const fake = {
    network: { chainId: 1337, records: zeroAddress },
    wallet: { account, client: { account: { address: account } } },
    chain: { network: {}, client: { readContract: () => Promise.resolve([author, 1, 1, 0, false]) } },
    transactions: { list: [], run: vi.fn(run) },
    otp,
  };
  return { fake, app: fake as unknown as App };
}

const cids = () => Promise.all(upload.blobs.map(async (blob) => cidOfDigest(await digestOf(blob))));

beforeEach(async () => {
  stored = [];
  failing = [];
  await (await database()).clear("uploads");
  vi.stubGlobal("fetch", async (_: string, { body }: { body: FormData }) => {
    const cid = String(body.get("name"));
    if (failing.includes(cid)) return new Response(null, { status: 503 });
    stored.push(cid);
    return Response.json({ data: { cid } });
  });
});
afterEach(() => vi.unstubAllGlobals());

describe("a locked report on its way", () => {
  it("is stored whole, then put on the public record, then forgotten here", async () => {
    const { app: here, fake } = app();
    const steps: FlowStep[] = [];
    await finishUpload(here, await keepUpload(here, upload), ({ step }) => steps.push(step));

    expect(stored.toSorted()).toEqual((await cids()).toSorted());
    expect(steps[0]).toBe("signing-in");
    expect(fake.transactions.run).toHaveBeenCalledOnce();
    expect(await unfinishedUploads(here)).toEqual([]);
  });

  it("goes on after a failure of the store without sending anything twice", async () => {
    const { app: here, fake } = app();
    const third = (await cids())[2] ?? "";
    failing = [third];
    const kept = await keepUpload(here, upload);
    await expect(finishUpload(here, kept, () => {})).rejects.toThrow("storage did not answer");
    expect(fake.transactions.run).not.toHaveBeenCalled();
    await vi.waitFor(async () => expect((await unfinishedUploads(here))[0]?.stored).toHaveLength(3));

    failing = [];
    const [after] = await unfinishedUploads(here);
    if (!after) throw new Error("It is kept.");
    await finishUpload(here, after, () => {});
    expect(stored.toSorted()).toEqual((await cids()).toSorted());
  });

  it("goes on in the same page, too, without sending anything twice", async () => {
    const { app: here } = app();
    failing = [(await cids())[2] ?? ""];
    const kept = await keepUpload(here, upload);
    await expect(finishUpload(here, kept, () => {})).rejects.toThrow("storage did not answer");
    await vi.waitFor(() => expect(stored).toHaveLength(3));

    failing = [];
    await finishUpload(here, kept, () => {});
    expect(stored.toSorted()).toEqual((await cids()).toSorted());
  });

  it("survives a rejected wallet prompt, and asks the store for nothing the second time", async () => {
    const { app: here, fake } = app();
    fake.transactions.run.mockRejectedValueOnce(Object.assign(new Error("no"), { code: 4001 }));
    const kept = await keepUpload(here, upload);
    await expect(finishUpload(here, kept, () => {})).rejects.toThrow("no");
    const [after] = await unfinishedUploads(here);
    if (!after) throw new Error("It is kept.");
    await finishUpload(here, after, () => {});
    expect(stored).toHaveLength(4);
    expect(fake.otp.tickets).toHaveBeenCalledOnce();
  });

  it("is refused by a store that names it differently", async () => {
    vi.stubGlobal("fetch", async () => Response.json({ data: { cid: "bafkreiotherwise" } }));
    const { app: here } = app();
    await expect(finishUpload(here, await keepUpload(here, upload), () => {})).rejects.toThrow("kept something else");
  });

  it("is not offered again once the public record has it, nor to another account, nor after discarding", async () => {
    const { app: here } = app();
    const { id } = await keepUpload(here, upload);
    expect(await unfinishedUploads(here)).toHaveLength(1);

    const another = app();
    another.fake.wallet.account = "0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65";
    expect(await unfinishedUploads(another.app)).toEqual([]);

    await discardUpload(id);
    expect(await unfinishedUploads(here)).toEqual([]);

    await keepUpload(here, upload);
    expect(await unfinishedUploads(app({ author: `0x${"33".repeat(20)}` }).app)).toEqual([]);
    expect(await (await database()).count("uploads")).toBe(0);
  });
});
