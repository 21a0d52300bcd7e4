import "fake-indexeddb/auto";
import { cidOfDigest, digestOf } from "@chartkey/protocol/cid";
import { bodyOfBytes } from "@chartkey/protocol/payload-body";
import { sealNewReport } from "@chartkey/protocol/payload-seal";
import type { ReportId } from "@chartkey/protocol/report-id";
import type { Hex } from "viem";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { App } from "../app.ts";
import { isErasureUnfinished } from "../storage/erasures.ts";
import { keepNewLock, unfinishedLock } from "../storage/newLocks.ts";
import { ownerKey } from "../storage/owner.ts";
import { eraseReport } from "./eraseReport.ts";
import { answerFrom, cidAsked, putInto, type BlobStore } from "./test/blobStore.ts";

const records = "0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512";
const chart = `0x${"c4".repeat(20)}` as const;
const logs = vi.hoisted(() => ({ added: [] as { args: object }[] }));
vi.mock("../chain/logs.ts", () => ({
  recordsLogs: async (_: unknown, name: string) => (name === "ReportAdded" ? logs.added : []),
}));

/** Blobs that the gateway does not answer for, though it has them. */
let away: string[] = [];
let store: BlobStore = new Map();
beforeEach(() => {
  [store, away] = [new Map(), []];
  vi.stubGlobal("fetch", async (url: string) => {
    // What nobody has, many a gateway looks for until it gives up.
    return away.includes(cidAsked(url)) ? new Response(null, { status: 504 }) : answerFrom(store, url);
  });
});
afterEach(() => vi.unstubAllGlobals());

const stored = (bytes: Uint8Array<ArrayBuffer>) => putInto(store, bytes);

/** A page of the patient's, whose store removes what it is asked to, `at most` times. */
function pageOf(most = Infinity) {
  let asked = 0;
  const unpin = async (_: Hex, digests: readonly Hex[]) => {
    if (++asked > most) throw new Error("away");
    digests.forEach((digest) => store.delete(cidOfDigest(digest)));
  };
  const run = vi.fn(async () => ({}));
  const app = {
    network: { chainId: 1337, records, gatewayUrls: ["https://one.example"] },
    wallet: { account: records, client: { account: { address: records } } },
    otp: { account: records, unpin },
    transactions: { run },
  };
  return { app: app as unknown as App, run };
}

/** A report of so many parts, and its capsules. */
async function report(parts: number): Promise<Hex> {
  const metadata = { type: "letter", title: "Letter", date: "2026-11-12", language: "en", text: null } as const;
  const sealed = await sealNewReport(
    {
      location: { chainId: 1337, records },
      chart,
      author: chart,
      metadata: { ...metadata, filename: "letter.txt", mediaType: "text/plain" },
      body: bodyOfBytes(new Uint8Array((parts - 1) * 2 ** 20 + 1)),
    },
    async ({ bytes }) => void (await stored(bytes)),
  );
  const capsules = await stored(new Uint8Array(40));
  logs.added = [{ args: { payload: await stored(sealed.head), capsules } }];
  return sealed.report;
}

const isUnfinished = (id: Hex) =>
  isErasureUnfinished(ownerKey({ chainId: 1337, records } as never, records), id as ReportId);

describe("erasing a report", () => {
  it("removes all that is stored of it", async () => {
    const id = await report(3);
    const { app, run } = pageOf();
    await eraseReport(app, id, false, () => {});
    expect(run).toHaveBeenCalledOnce();
    expect(store.size).toBe(0);
    expect(await isUnfinished(id)).toBe(false);
  });

  it("is unfinished when no gateway answers for a head, which is kept to name its parts, and is finished later", async () => {
    const id = await report(3);
    const head = cidOfDigest(logs.added.map(({ args }) => (args as { payload: Hex }).payload)[0]!);
    away = [head];
    await eraseReport(pageOf().app, id, false, () => {});
    expect(await isUnfinished(id)).toBe(true);
    expect([...store.keys()]).toContain(head);
    expect(store.size).toBe(4);

    away = [];
    const { app, run } = pageOf();
    await eraseReport(app, id, true, () => {});
    expect(run).not.toHaveBeenCalled();
    expect(store.size).toBe(0);
    expect(await isUnfinished(id)).toBe(false);
  });

  it("removes what was stored for a new lock that never came", async () => {
    const id = await report(1);
    const [made, abandoned] = [await stored(Uint8Array.of(1)), await stored(Uint8Array.of(2))];
    const owner = ownerKey({ chainId: 1337, records } as never, records);
    const begun = { owner, report: id as ReportId, epoch: 2, call: null, lockedFor: null, old: [] };
    await keepNewLock({ ...begun, made: [made], abandoned: [abandoned] });
    await eraseReport(pageOf().app, id, false, () => {});
    expect(store.size).toBe(0);
    expect(await unfinishedLock(owner, id as ReportId)).toBeNull();
  });

  it("is finished when every gateway says that a head is gone", async () => {
    const id = await report(1);
    store.delete(cidOfDigest(logs.added.map(({ args }) => (args as { payload: Hex }).payload)[0]!));
    await eraseReport(pageOf().app, id, false, () => {});
    expect(await isUnfinished(id)).toBe(false);
  });

  it("is not kept from it by an author who published something else as a head", async () => {
    const id = await report(1);
    logs.added = [{ args: { payload: await stored(new Uint8Array(300)), capsules: "0x" } }];
    const { app, run } = pageOf();
    await eraseReport(app, id, false, () => {});
    expect(run).toHaveBeenCalledOnce();
    expect(store.has(cidOfDigest(await digestOf(new Uint8Array(300))))).toBe(false);
  });

  it("removes the rest later when the store fails in between", async () => {
    const id = await report(20);
    await expect(eraseReport(pageOf(1).app, id, false, () => {})).rejects.toThrow("away");
    expect(store.size).toBeGreaterThan(0);
    expect(await isUnfinished(id)).toBe(true);
    const { app, run } = pageOf();
    await eraseReport(app, id, true, () => {});
    expect(run).not.toHaveBeenCalled();
    expect(store.size).toBe(0);
  });
});
