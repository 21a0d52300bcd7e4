import { bundleDigestOf } from "@chartkey/protocol/bundle";
import { bytesOfHex } from "@chartkey/protocol/bytes";
import { parseCapsuleBundle } from "@chartkey/protocol/capsule-bundle";
import { chartIdOf } from "@chartkey/protocol/chart";
import { cidOfDigest } from "@chartkey/protocol/cid";
import { recordsAbi } from "@chartkey/protocol/generated/records";
import { decodeFunctionData, type Address, type Hex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { App } from "../app.ts";
import type { Call } from "../chain/call.ts";
import { createKeyHolder } from "../keys/keyHolder.ts";
import { Keys } from "../keys/keys.svelte.ts";
import { isRewrapDue, rewrapKeys } from "./rewrapKeys.ts";
import { answerFrom, cidAsked, putInto, type BlobStore } from "./test/blobStore.ts";

const location = {
  chainId: 1337,
  registry: "0x5FbDB2315678afecb367f032d93F642f64180aa3" as Address,
  records: "0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512" as Address,
};
const nobodyElse = async () => false;
const nothing = async () => {};

/** Events with content keys of the patient's, and what they wrapped again for themself. */
const events = vi.hoisted(() => ({
  sources: [] as { field: string; granter: string }[],
  own: [] as { args: { keyVersion: number; capsules: string } }[],
}));
vi.mock("./capsuleSources.ts", () => ({
  sourcesOfChart: async () => events.sources,
  sourcesOfDoctor: async () => events.sources,
}));
vi.mock("../chain/logs.ts", () => ({ recordsLogs: async () => events.own }));

/** What the store has; and the tab, which is closed when the `closesAt`th thing leaves it, or has left: nothing goes on there then. */
let store: BlobStore = new Map();
let [steps, closesAt] = [0, Infinity];
let close = () => {};
let gone: string | null = null;

async function leave<Result>(work: () => Promise<Result>): Promise<Result> {
  if (++steps >= closesAt) await closed();
  const result = await work();
  if (++steps >= closesAt) await closed();
  return result;
}

function closed(): Promise<never> {
  close();
  return new Promise(() => {});
}

beforeEach(() => {
  [store, steps, closesAt, gone] = [new Map(), 0, Infinity, null];
  [events.sources, events.own] = [[], []];
  vi.stubGlobal("fetch", (url: string) =>
    leave(async () => {
      return cidAsked(url) === gone ? new Response(null, { status: 503 }) : answerFrom(store, url);
    }),
  );
});
afterEach(() => vi.unstubAllGlobals());

/** A patient with reports of the first key, who has a second one by now; `tab` is a new page with these keys. */
async function renewedPatient(reports = 3) {
  const wallet = privateKeyToAccount(generatePrivateKey());
  const { address: account } = wallet;
  const holder = createKeyHolder();
  holder.beginFirst({ location, account }, "https://chart.example");
  const code = holder.addNewCode();
  holder.addNewCode();
  const first = await holder.sealDraft();
  holder.adoptSealed();
  const chart = chartIdOf(location, account);
  const metadata = { type: "letter", title: "Letter", date: "2026-11-12", language: "en", text: null } as const;
  for (let i = 0; i < reports; i++) {
    const input = { ...metadata, filename: "letter.txt", mediaType: "text/plain" };
    const file = new Blob(["words"]);
    const report = { location, chart, author: chart, metadata: input, file };
    const { capsuleBundle } = await holder.sealReport(report, [], nobodyElse, nothing);
    events.sources.push({ field: await putInto(store, capsuleBundle), granter: account });
  }
  holder.beginNext("more", "https://chart.example");
  const second = await holder.sealDraft();
  expect(bundleDigestOf(bytesOfHex(second.bundle))).not.toBe(bundleDigestOf(bytesOfHex(first.bundle)));
  const run = vi.fn((call: Call) =>
    leave(async () => {
      const { args } = decodeFunctionData({ abi: recordsAbi, data: call.data });
      const [keyVersion, capsules] = args as unknown as [number, Hex];
      events.own.push({ args: { keyVersion, capsules } });
    }),
  );
  const tab = async () => {
    const opened = createKeyHolder();
    const keys = Object.assign(new Keys(), { account });
    Object.defineProperty(keys, "holder", { get: () => opened });
    await opened.unlockWithRecoveryCode({ location, account }, bytesOfHex(second.keyring), second, code);
    return {
      network: { ...location, gatewayUrls: ["https://one.example"] },
      wallet: { account, client: { account: { address: account } } },
      chain: {
        client: {
          readContract: async ({ functionName }: { functionName: string }) =>
            ({ keyOf: [2, second.encryptionAddress], canRead: true, reportOf: [account, 1, 1, 0, false] })[
              functionName
            ],
        },
        network: location,
      },
      keys,
      otp: { account: null },
      session: { who: { chart } },
      transactions: { run },
    } as unknown as App;
  };
  return { tab, run };
}

/** How many content keys there are for the newest key. */
const wrapped = () =>
  events.own.map(({ args }) =>
    parseCapsuleBundle(bytesOfHex(args.capsules as Hex)).flatMap(({ context }) => {
      expect(context.keyVersion).toBe(2);
      return context.things;
    }),
  );

describe("wrapping one's keys again", () => {
  it("is done by the next tab, wherever the first is closed, and is due until it is", async () => {
    let closings = 0;
    for (let step = 1; ; step++) {
      [events.sources, events.own] = [[], []];
      const { tab } = await renewedPatient();
      const tabClosed = new Promise<"closed">((resolve) => (close = () => resolve("closed")));
      [steps, closesAt] = [0, step];
      const ending = await Promise.race([rewrapKeys(await tab(), () => {}), tabClosed]);
      closesAt = Infinity;
      if (ending !== "closed") break;
      closings += 1;

      const isDue = await isRewrapDue(await tab());
      expect(isDue, `step ${step}`).toBe(events.own.length === 0);
      if (isDue) expect(await rewrapKeys(await tab(), () => {})).toEqual({ wrapped: 3, unanswered: 0 });
      expect(await isRewrapDue(await tab())).toBe(false);
      expect(wrapped().map(({ length }) => length)).toEqual([3]);
    }
    // Three bundles and a transaction, before and after each.
    expect(closings).toBe(8);
  });

  it.each(["learnFrom", "knownThings", "wrapForMyself"] as const)(
    "ends, and says so, when the keys are locked during %s",
    async (step) => {
      const { tab, run } = await renewedPatient();
      const here = await tab();
      // Of a worker that was ended no answer ever comes.
      vi.spyOn(here.keys.holder, step).mockImplementation(() => {
        here.keys.lock();
        return new Promise<never>(() => {});
      });
      await expect(rewrapKeys(here, () => {})).rejects.toThrow("locked meanwhile");
      expect(run).not.toHaveBeenCalled();
      expect(await rewrapKeys(await tab(), () => {})).toEqual({ wrapped: 3, unanswered: 0 });
    },
  );

  it("says for how many of them the store did not answer, and wraps these when it does", async () => {
    const { tab } = await renewedPatient();
    gone = cidOfDigest(events.sources[1]!.field as Hex);
    expect(await rewrapKeys(await tab(), () => {})).toEqual({ wrapped: 2, unanswered: 1 });
    gone = null;
    expect(await rewrapKeys(await tab(), () => {})).toEqual({ wrapped: 3, unanswered: 0 });
  });

  it("passes over what is gone or malformed", async () => {
    const { tab } = await renewedPatient();
    store.delete(cidOfDigest(events.sources[0]!.field as Hex));
    events.sources[1] = { ...events.sources[1]!, field: `0x${"11".repeat(40)}` };
    expect(await rewrapKeys(await tab(), () => {})).toEqual({ wrapped: 1, unanswered: 0 });
  });
});
