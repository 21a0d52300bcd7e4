import "fake-indexeddb/auto";
import { bundleDigestOf } from "@chartkey/protocol/bundle";
import { bytesOfHex } from "@chartkey/protocol/bytes";
import { parseCapsuleBundle } from "@chartkey/protocol/capsule-bundle";
import { chartIdOf } from "@chartkey/protocol/chart";
import { cidOfDigest, digestOf } from "@chartkey/protocol/cid";
import { recordsAbi } from "@chartkey/protocol/generated/records";
import type { PublishedKey } from "@chartkey/protocol/key-publication";
import { parsePayload } from "@chartkey/protocol/payload-format";
import { keyBundle } from "@chartkey/protocol/typed-data";
import { bytesToHex, concat, decodeFunctionData, numberToHex, type Address, type Hex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { App } from "../app.ts";
import type { Call } from "../chain/call.ts";
import type { RemarkRow, ReportRow } from "../history/rows.ts";
import { createKeyHolder } from "../keys/keyHolder.ts";
import { Keys } from "../keys/keys.svelte.ts";
import { OtpRefusedError } from "../otp/otpRequest.ts";
import { database } from "../storage/database.ts";
import { unfinishedLock } from "../storage/newLocks.ts";
import { ownerKey } from "../storage/owner.ts";
import { openRemark } from "./openReport.ts";
import { putNewLock, wantNewLock } from "./putNewLock.ts";
import { answerFrom, putInto, type BlobStore } from "./test/blobStore.ts";

// The key holder is called directly here, without the messages between two threads.
vi.mock("comlink", () => ({ proxy: (value: unknown) => value, transfer: (value: unknown) => value }));

const location = {
  chainId: 1337,
  registry: "0x5FbDB2315678afecb367f032d93F642f64180aa3" as Address,
  records: "0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512" as Address,
};
const network = { ...location, gatewayUrls: ["https://one.example"], rpcUrls: [], local: true };
const origin = "https://chart.example";
const nobodyElse = async () => false;

/** What the public record says; the readings of it are answered from here. */
type Record = {
  epoch: number;
  versions: { version: number; commitment: Hex; payload: Hex }[];
  capsules: { field: Hex; granter: Address }[];
  remarks: RemarkRow[];
  readers: Person[];
};
const public_ = vi.hoisted(() => ({ record: null as unknown }));
const record = () => public_.record as Record;
vi.mock("../history/sealedVersions.ts", () => ({
  readLock: async () => ({ epoch: record().epoch, at: 0, versions: record().versions }),
}));
vi.mock("../history/remarks.ts", () => ({ readRemarks: async () => record().remarks }));
vi.mock("../history/consents.ts", () => ({ readChartConsents: async () => [] }));
vi.mock("../history/standingConsents.ts", () => ({ readChartStandingConsents: async () => [] }));
vi.mock("../chain/readers.ts", () => ({
  readReaders: async (_: unknown, [row]: ReportRow[]) =>
    new Map([[row!.report, record().readers.map(({ account }) => ({ doctor: { account } }))]]),
}));
vi.mock("./capsuleSources.ts", () => ({ sourcesOfReport: async () => record().capsules }));
vi.mock("./formerBundles.ts", () => ({
  formerBundles: async () =>
    record()
      .capsules.slice(0, -1)
      .map(({ field }) => field),
}));

/** What the store has, and what fails: the tab is closed when the `closesAt`th request or transaction begins, or has ended. */
let store: BlobStore = new Map();
let steps = 0;
let closesAt = Infinity;
/** The gateways do not answer; the rest does. */
let isGatewayAway = false;

class ClosedTabError extends Error {}

/** One thing that leaves the tab: it is closed before, or after before anything can be done about it. */
async function leave<Result>(work: () => Promise<Result>): Promise<Result> {
  if (++steps >= closesAt) throw new ClosedTabError();
  const result = await work();
  if (++steps >= closesAt) throw new ClosedTabError();
  return result;
}

beforeEach(async () => {
  [store, steps, closesAt, isGatewayAway] = [new Map(), 0, Infinity, false];
  const db = await database();
  await Promise.all([db.clear("newLocks"), db.clear("knownKeys")]);
  vi.stubGlobal("fetch", (url: string, request: { body?: FormData }) =>
    leave(async () => {
      if (isGatewayAway && !request.body) return new Response(null, { status: 503 });
      return answerFrom(store, url, request);
    }),
  );
  const { setTimeout } = globalThis;
  vi.stubGlobal("setTimeout", (then: () => void, milliseconds = 0) => setTimeout(then, milliseconds / 1000));
});
afterEach(() => vi.unstubAllGlobals());

/** Somebody with a key; `unlocked` is a key holder of a new tab. */
async function somebody() {
  const wallet = privateKeyToAccount(generatePrivateKey());
  const { address: account } = wallet;
  const holder = createKeyHolder();
  holder.beginFirst({ location, account }, origin);
  const code = holder.addNewCode();
  holder.addNewCode();
  const draft = await holder.sealDraft();
  const { version, bundle, keyring, possession, encryptionAddress } = draft;
  const statement = { account, version, bundleDigest: bundleDigestOf(bytesOfHex(bundle)) };
  const accountSignature = await wallet.signTypedData(keyBundle(location, statement));
  const published: PublishedKey = { ...statement, bundle, keyring, possession, encryptionAddress, accountSignature };
  const unlocked = async () => {
    const opened = createKeyHolder();
    await opened.unlockWithRecoveryCode({ location, account }, bytesOfHex(keyring), draft, code);
    return opened;
  };
  const recipient = { publication: published, registered: { version, encryptionAddress } };
  return { account, published, recipient, unlocked };
}
type Person = Awaited<ReturnType<typeof somebody>>;

const metadata = { type: "letter", title: "Letter", date: "2026-11-12", language: "en" } as const;
const text = "What the patient wrote down";

/** A report of the patient's that two doctors read, with a remark of the patient's; and whose tabs there are. */
async function lockedReport() {
  const [patient, stays, leaves] = [await somebody(), await somebody(), await somebody()];
  const people = [patient, stays, leaves];
  const chart = chartIdOf(location, patient.account);
  const holder = await patient.unlocked();
  const keep = async ({ bytes }: { bytes: Uint8Array<ArrayBuffer> }) => void (await stored(bytes));
  const readers = [stays.recipient, leaves.recipient];
  const report = await holder.sealReport(
    {
      location,
      chart,
      author: chart,
      metadata: { ...metadata, filename: "letter.txt", mediaType: "text/plain", text: null },
      file: new Blob([text]),
    },
    readers,
    nobodyElse,
    keep,
  );
  const context = { kind: "remark", location, report: report.report, version: 1, epoch: 1, author: patient.account };
  const remark = await holder.sealRemark(
    {
      location,
      context: context as never,
      metadata: { ...metadata, type: "remark", filename: null, mediaType: null, text: "See page two." },
    },
    readers,
    nobodyElse,
  );
  for (const { head, capsuleBundle } of [report, remark]) await Promise.all([head, capsuleBundle].map(stored));
  const granter = patient.account;
  public_.record = {
    epoch: 1,
    versions: [{ version: 1, commitment: report.commitment, payload: report.payload }],
    capsules: [{ field: await digestOf(report.capsuleBundle), granter }],
    remarks: [
      {
        id: "remark",
        report: report.report,
        chart,
        author: granter,
        version: 1,
        commitment: remark.commitment,
        locks: [{ epoch: 1, payload: remark.payload, capsules: await digestOf(remark.capsuleBundle), actor: granter }],
      },
    ],
    readers: [stays, leaves],
  } as unknown as Record;
  const parts = parsePayload(report.head).partDigests.map((part) => bytesToHex(part));
  const bundle = await digestOf(report.capsuleBundle);
  const old = [report.payload, ...parts, bundle, remark.payload].map(cidOfDigest);

  const row = {
    report: report.report,
    chart,
    author: chart,
    epoch: 1,
    version: 1,
    status: "LIVE",
  } as unknown as ReportRow;
  const run = vi.fn((call: Call) => leave(async () => mined(call, patient)));
  const tab = async () => pageOf(patient, people, await patient.unlocked(), run);
  return { patient, stays, leaves, chart, row, old, run, tab, report };
}

const stored = (bytes: Uint8Array<ArrayBuffer>) => putInto(store, bytes);

/** A tab of somebody's, with keys that were just unlocked. */
function pageOf({ account }: Person, people: Person[], holder: unknown, run: (call: Call) => Promise<void>): App {
  const views: { [name: string]: (args: readonly unknown[]) => unknown } = {
    keyOf: ([asked]) => {
      const { version, encryptionAddress } = people.find((each) => each.account === asked)!.published;
      return [version, encryptionAddress];
    },
    reportOf: () => [account, record().epoch, record().versions.length, 0, false],
    canRead: () => true,
  };
  return {
    network,
    wallet: { account, client: { account: { address: account } } },
    chain: {
      network,
      client: {
        readContract: async ({ functionName, args }: { functionName: string; args: unknown[] }) =>
          views[functionName]!(args),
      },
    },
    history: {
      read: (from: (ask: unknown) => unknown) =>
        from(async (_: unknown, { id }: { id: Hex }) => {
          const found = people.find(
            ({ published: { account, version } }) =>
              concat([account, numberToHex(version, { size: 4 })]).toLowerCase() === id,
          );
          return { key: found?.published ?? null };
        }),
    },
    otp: {
      account,
      tickets: async (_: Hex, sizes: number[]) => sizes.map(() => ({ url: "https://store.example/" })),
      unpin: (_: Hex, digests: Hex[]) =>
        leave(async () => {
          const needed = new Set(neededNow());
          if (digests.some((digest) => needed.has(digest))) throw new OtpRefusedError("still_needed", "Needed.", null);
          digests.forEach((digest) => store.delete(cidOfDigest(digest)));
        }),
    },
    transactions: { list: [], run },
    keys: { account, holder, whileUnlocked: <Result>(work: Promise<Result>) => work },
  } as unknown as App;
}

/** What the contract does with a transaction. */
async function mined({ data }: Call, { account }: Person): Promise<void> {
  const { functionName, args } = decodeFunctionData({ abi: recordsAbi, data });
  if (functionName === "rekeyReport") {
    const [, epoch, payloads, capsules] = args;
    if (epoch !== record().epoch || payloads.length !== record().versions.length) throw new Error("refused");
    record().epoch += 1;
    record().versions = record().versions.map((each, index) => ({ ...each, payload: payloads[index]! }));
    record().capsules.push({ field: capsules, granter: account });
  } else if (functionName === "addRemark") {
    const [, epoch, commitment, payload, capsules] = args;
    if (epoch !== record().epoch) throw new Error("refused");
    const remark = record().remarks.find((each) => each.commitment === commitment)!;
    const lock = { epoch, payload, capsules, actor: account };
    record().remarks = [{ ...remark, locks: [lock, ...remark.locks] }];
  } else throw new Error(`Nobody sends ${functionName} here.`);
}

/** What somebody reads of the report with the keys that the public record has for them. */
async function readBy(reader: Person, { row, patient, chart }: Awaited<ReturnType<typeof lockedReport>>) {
  const holder = await reader.unlocked();
  const newest = record().capsules.at(-1)!;
  const blob = (digest: Hex) => store.get(cidOfDigest(digest))!;
  await holder.learnFrom(location, newest.granter, blob(newest.field));
  const [{ commitment, payload: digest } = { commitment: "0x", payload: "0x" } as const] = record().versions;
  const context = { kind: "report", location, report: row.report, version: 1, epoch: record().epoch, author: chart };
  const { id } = await holder.openHead(blob(digest), { context: context as never, commitment, digest });
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  await holder.openBody(
    id,
    async (part) => blob(part.digest),
    async (chunk) => void chunks.push(chunk),
  );
  const app = pageOf(reader, [patient, reader], holder, async () => {});
  const remark = await openRemark(app, record().remarks[0]!);
  return { body: await new Blob(chunks).text(), remark: remark.metadata.text, lock: remark.lock.epoch };
}

/** Everything that the public record names under its newest locks: heads, parts and capsules. */
function neededNow(): Hex[] {
  const [remark] = record().remarks[0]!.locks;
  const heads = [...record().versions.map(({ payload }) => payload), remark!.payload];
  const parts = heads.flatMap((head) => parsePayload(store.get(cidOfDigest(head))!).partDigests);
  return [...heads, ...parts.map((part) => bytesToHex(part)), record().capsules.at(-1)!.field, remark!.capsules];
}

/** Where all of that lies, and the former capsules of remarks, which are for formerBundles to find. */
const namedNow = () => {
  const capsules = record().remarks[0]!.locks.map((lock) => lock.capsules);
  return [...new Set([...neededNow(), ...capsules].map(cidOfDigest))].toSorted();
};

const recipientsIn = (field: Hex) =>
  parseCapsuleBundle(store.get(cidOfDigest(field))!)
    .map(({ context }) => context.recipient)
    .toSorted();
const accounts = (...people: Person[]) => people.map(({ account }) => account.toLowerCase()).toSorted();

describe("a new lock after a stop", { timeout: 120_000 }, () => {
  it("is finished by the next tabs, at whichever step they are closed", async () => {
    let closed = 0;
    for (let step = 1; ; step++) {
      store = new Map();
      const locked = await lockedReport();
      const { patient, stays, leaves, row, old, tab } = locked;
      record().readers = [stays];
      await wantNewLock(await tab(), row);
      [steps, closesAt] = [0, step];
      const wasClosed = await putNewLock(await tab(), row, () => {}).then(
        () => false,
        () => true,
      );
      // What is removed at the end may be removed later: it is not said to have failed, but to be kept.
      const all = steps < closesAt;
      closesAt = Infinity;
      if (wasClosed || !all) {
        closed += 1;
        await putNewLock(await tab(), row, () => {});
      }

      expect(record().epoch, `step ${step}`).toBe(2);
      expect(recipientsIn(record().capsules.at(-1)!.field)).toEqual(accounts(patient, stays));
      for (const reader of [patient, stays]) {
        expect(await readBy(reader, locked)).toMatchObject({ body: text, remark: "See page two." });
      }
      await expect(readBy(leaves, locked)).rejects.toThrow("None of the keys");
      expect(await unfinishedLock(ownerKey(network as never, patient.account), row.report)).toBeNull();
      expect(old.filter((cid) => store.has(cid))).toEqual([]);
      // Nor is anything left of what a closed tab had stored.
      expect([...store.keys()].toSorted(), `step ${step}`).toEqual(namedNow());
      if (!wasClosed && all) break;
    }
    expect(closed).toBeGreaterThan(15);
  });

  it("is gone on with where the store did not answer for a remark, which has the new lock afterwards", async () => {
    const locked = await lockedReport();
    const { patient, stays, row, run, tab } = locked;
    run.mockImplementationOnce(async (call) => {
      await mined(call, patient);
      isGatewayAway = true;
    });
    expect((await putNewLock(await tab(), row, () => {})).closedRemarks).toBe(1);
    const owner = ownerKey(network as never, patient.account);
    expect(await unfinishedLock(owner, row.report)).not.toBeNull();

    isGatewayAway = false;
    expect(await putNewLock(await tab(), row, () => {})).toMatchObject({ closedRemarks: 0, kept: false });
    expect(await unfinishedLock(owner, row.report)).toBeNull();
    expect(await readBy(stays, locked)).toMatchObject({ lock: 2 });
    expect(record().epoch).toBe(2);
  });

  it("ends when the keys are locked meanwhile, and begins no other key holder", async () => {
    const { patient, row, run, tab } = await lockedReport();
    const here = await tab();
    const { holder } = here.keys;
    const keys = Object.assign(new Keys(), { account: patient.account });
    const begun = vi.fn();
    const present = () => {
      if (!keys.account) begun();
      return holder;
    };
    Object.defineProperty(keys, "holder", { get: present });
    Object.assign(here, { keys });
    const wrapping = vi.spyOn(holder, "wrapForReaders").mockReturnValue(new Promise(() => {}));
    await expect(putNewLock(here, row, ({ locked = 0 }) => void (locked > 0 && keys.lock()))).rejects.toThrow(
      "locked meanwhile",
    );
    await vi.waitFor(() => expect(wrapping).toHaveBeenCalled());
    expect(begun).not.toHaveBeenCalled();
    expect(run).not.toHaveBeenCalled();
  });

  it("is gone on with where the keys were locked while the wallet was asked, and has its remarks then", async () => {
    const locked = await lockedReport();
    const { patient, stays, row, run, tab } = locked;
    const here = await tab();
    run.mockImplementationOnce(async (call) => {
      await mined(call, patient);
      Object.assign(here.keys, { account: null, holder: createKeyHolder() });
    });
    await expect(putNewLock(here, row, () => {})).rejects.toThrow("locked meanwhile");
    expect(await putNewLock(await tab(), row, () => {})).toMatchObject({ closedRemarks: 0, kept: false });
    expect(await readBy(stays, locked)).toMatchObject({ lock: 2 });
  });

  it("is put on though the list was behind, and another device had put one on that the former reader has the key of", async () => {
    const locked = await lockedReport();
    const { stays, leaves, row, tab } = locked;
    await putNewLock(await tab(), row, () => {});
    expect(await readBy(leaves, locked)).toMatchObject({ body: text });

    record().readers = [stays];
    await wantNewLock(await tab(), row);
    await putNewLock(await tab(), row, () => {});
    expect(record().epoch).toBe(3);
    await expect(readBy(leaves, locked)).rejects.toThrow("None of the keys");
  });

  it("is not sent as it was locked once somebody else was stopped", async () => {
    const { patient, stays, row, run, tab } = await lockedReport();
    run.mockRejectedValueOnce(Object.assign(new Error("no"), { code: 4001 }));
    await expect(putNewLock(await tab(), row, () => {})).rejects.toThrow("no");
    const { call } = (await unfinishedLock(ownerKey(network as never, patient.account), row.report))!;
    expect(call).not.toBeNull();
    record().readers = [stays];
    await putNewLock(await tab(), row, () => {});
    expect(run.mock.calls[1]?.[0]).not.toEqual(call);
    // What was stored for the call that was not sent is gone.
    const { args } = decodeFunctionData({ abi: recordsAbi, data: call!.data });
    const [, , payloads, capsules] = args as unknown as [Hex, number, Hex[], Hex];
    expect([...payloads, capsules].filter((digest) => store.has(cidOfDigest(digest)))).toEqual([]);
    expect([...store.keys()].toSorted()).toEqual(namedNow());
    expect(recipientsIn(record().capsules.at(-1)!.field)).toEqual(accounts(patient, stays));
  });

  it("leaves nothing stored of the one before when another is wanted in its place", async () => {
    const { stays, row, run, tab, old } = await lockedReport();
    run.mockRejectedValueOnce(Object.assign(new Error("no"), { code: 4001 }));
    await expect(putNewLock(await tab(), row, () => {})).rejects.toThrow("no");
    await wantNewLock(await tab(), row);
    const here = await tab();
    here.otp.unpin = () => Promise.reject(new Error("away"));
    expect(await putNewLock(here, row, () => {})).toMatchObject({ kept: true });

    record().readers = [stays];
    await wantNewLock(await tab(), { ...row, epoch: 2 });
    expect(await putNewLock(await tab(), row, () => {})).toMatchObject({ kept: false });
    expect(record().epoch).toBe(3);
    expect(old.filter((cid) => store.has(cid))).toEqual([]);
    expect([...store.keys()].toSorted()).toEqual(namedNow());
  });

  it("is sent as it was locked while its readers are the same, without locking anything again", async () => {
    const { patient, row, run, tab } = await lockedReport();
    run.mockRejectedValueOnce(Object.assign(new Error("no"), { code: 4001 }));
    await expect(putNewLock(await tab(), row, () => {})).rejects.toThrow("no");
    const { call } = (await unfinishedLock(ownerKey(network as never, patient.account), row.report))!;
    await putNewLock(await tab(), row, () => {});
    expect(run.mock.calls[1]?.[0]).toEqual(call);
  });
});
