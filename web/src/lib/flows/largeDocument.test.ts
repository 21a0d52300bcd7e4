import "fake-indexeddb/auto";
import { bundleDigestOf } from "@chartkey/protocol/bundle";
import { bytesOfHex } from "@chartkey/protocol/bytes";
import { chartIdOf } from "@chartkey/protocol/chart";
import { MAX_BLOB } from "@chartkey/protocol/cid";
import { keyBundle } from "@chartkey/protocol/typed-data";
import { zeroAddress, type Address, type Hex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { App } from "../app.ts";
import { Transfer } from "../blobs/transfer.svelte.ts";
import { MAX_FILE } from "../documents/checkFile.ts";
import { createKeyHolder, type KeyHolder } from "../keys/keyHolder.ts";
import { finishUploads, keepUpload } from "./keptUpload.ts";
import { readDocument } from "./openReport.ts";
import { answerFrom, type BlobStore } from "./test/blobStore.ts";
import { oneByOne } from "./test/transactions.ts";

// The key holder is called directly here, without the messages between two threads.
vi.mock("comlink", () => ({ proxy: (value: unknown) => value, transfer: (value: unknown) => value }));

const location = {
  chainId: 1337,
  registry: "0x5FbDB2315678afecb367f032d93F642f64180aa3" as Address,
  records: "0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512" as Address,
};

/** The largest document there may be, made as it is read: it is never whole in memory. */
const document = {
  size: MAX_FILE,
  slice: (start: number, end: number) => new Blob([pattern(start, Math.min(end, MAX_FILE))]),
} as unknown as Blob;

function pattern(start: number, end: number): Uint8Array<ArrayBuffer> {
  const words = new Uint32Array(Math.ceil((end - start) / 4) + 1);
  const first = Math.floor(start / 4);
  for (let i = 0; i < words.length; i++) words[i] = Math.imul(first + i + 1, 0x9e3779b1);
  return new Uint8Array(words.buffer, start % 4, end - start);
}

/** A store that keeps what it is given, in order of arrival. */
const store: BlobStore = new Map();
/** How often the next request, of either kind, is dropped before it goes through. */
let dropEvery = 0;
let requests = 0;
/** How often each part was dropped: twice at most, or whether one gets through at all would be left to the clock. */
let drops = new Map<string, number>();

async function answer(url: string, request: { body?: FormData }): Promise<Response> {
  requests++;
  const part = String(request.body?.get("name") ?? url.split("/").at(-1));
  const before = drops.get(part) ?? 0;
  if (dropEvery > 0 && requests % dropEvery === 0 && before < 2) {
    drops.set(part, before + 1);
    throw new TypeError("Failed to fetch");
  }
  return answerFrom(store, url, request);
}

let holder: KeyHolder;
let account: Address;
beforeAll(async () => {
  const wallet = privateKeyToAccount(generatePrivateKey());
  account = wallet.address;
  holder = createKeyHolder();
  holder.beginFirst({ location, account }, "https://chart.example");
  holder.addNewCode();
  holder.addNewCode();
  const draft = await holder.sealDraft();
  holder.adoptSealed();
  const bundleDigest = bundleDigestOf(bytesOfHex(draft.bundle));
  await wallet.signTypedData(keyBundle(location, { account, version: draft.version, bundleDigest }));

  const { setTimeout } = globalThis;
  vi.stubGlobal("setTimeout", (then: () => void, milliseconds = 0) => setTimeout(then, milliseconds / 100));
  vi.stubGlobal("fetch", answer);
});
afterEach(() => {
  dropEvery = 0;
  drops = new Map();
});

describe("a document of 200 MB", { timeout: 120_000 }, () => {
  const tickets = vi.fn(async (_: Hex, sizes: number[]) => sizes.map(() => ({ url: "https://store.example/" })));
  const app = () =>
    ({
      network: { ...location, gatewayUrls: ["https://one.example", "https://two.example"] },
      wallet: { account, client: { account: { address: account } } },
      transactions: oneByOne(async () => ({})),
      otp: { account, tickets },
      keys: { holder, whileUnlocked: (work: Promise<unknown>) => work },
    }) as unknown as App;
  let sealed: Awaited<ReturnType<KeyHolder["sealReport"]>>;
  let mostAtOnce = 0;

  const opened = () => {
    const { report, commitment, payload: digest, head } = sealed;
    const context = { kind: "report", location, report, version: 1, epoch: 1, author: account } as const;
    return holder.openHead(head, { context, commitment, digest });
  };

  it("is locked a few parts at a time, and stored over a connection that drops every fifth request", async () => {
    const metadata = {
      type: "imaging",
      title: "CT of the abdomen",
      date: "2026-11-12",
      language: "en",
      filename: "abdomen.dcm",
      mediaType: "application/dicom",
      text: null,
    } as const;
    const chart = chartIdOf(location, account);
    const kept = await keepUpload(app(), async (keep) => {
      let atOnce = 0;
      sealed = await holder.sealReport(
        { location, chart, author: account, metadata, file: document },
        [],
        async () => false,
        async (part) => {
          mostAtOnce = Math.max(mostAtOnce, ++atOnce);
          await keep(part);
          atOnce--;
        },
      );
      const call = { functionName: "addReport", to: zeroAddress, data: "0x" } as const;
      return { chart, report: sealed.report, call, last: [sealed.head, sealed.capsuleBundle] };
    });
    expect(kept.sizes.length).toBeGreaterThan(200);
    expect(kept.sizes.every((size) => size <= MAX_BLOB)).toBe(true);
    expect(mostAtOnce).toBeLessThanOrEqual(4);

    dropEvery = 5;
    await finishUploads(app(), [kept], () => {});
    expect(store.size).toBe(kept.sizes.length);
    // Tickets expire: none is asked for long before it is used, and the worker gives 64 at most.
    expect(Math.max(...tickets.mock.calls.map(([, sizes]) => sizes.length))).toBeLessThanOrEqual(16);
  });

  it("is opened to the same bytes, over such a connection too", async () => {
    dropEvery = 5;
    let length = 0;
    await readDocument(app(), await opened(), async (chunk) => {
      expect(Buffer.compare(chunk, pattern(length, length + chunk.length))).toBe(0);
      length += chunk.length;
    });
    expect(length).toBe(MAX_FILE);
  });

  it("is no further than a few parts ahead of whoever reads it, and stands still while paused", async () => {
    const transfer = new Transfer();
    requests = 0;
    let taken = 0;
    const reading = readDocument(
      app(),
      await opened(),
      async () => {
        if (++taken === 10) transfer.pause();
      },
      transfer,
    );
    await vi.waitFor(() => expect(transfer.isPaused).toBe(true));
    await new Promise((resolve) => setTimeout(resolve, 20_000));
    expect(taken).toBeLessThanOrEqual(14);
    expect(requests / 2).toBeLessThanOrEqual(taken + 4);
    transfer.resume();
    await reading;
    expect(taken).toBe((await opened()).parts);
  });

  it("ends at once when opening it is cancelled", async () => {
    const transfer = new Transfer();
    let taken = 0;
    const take = async () => {
      if (++taken === 20) transfer.cancel();
    };
    const opening = readDocument(app(), await opened(), take, transfer);
    await expect(opening).rejects.toThrow("You cancelled this.");
  });

  it("ends with a reason where a part was replaced in the store", async () => {
    const victim = [...store.keys()][100] ?? "";
    const genuine = store.get(victim);
    if (!genuine) throw new Error("It was stored.");
    store.set(victim, genuine.with(77, (genuine[77] ?? 0) ^ 1));
    await expect(readDocument(app(), await opened(), async () => {})).rejects.toThrow("does not have this any more");
    store.set(victim, genuine);
  });
});
