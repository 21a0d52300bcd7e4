import type { ChartId } from "@chartkey/protocol/chart";
import { digestOf } from "@chartkey/protocol/cid";
import type { ReportId } from "@chartkey/protocol/report-id";
import type { Hex } from "viem";
import { m } from "#messages";
import type { App } from "../app.ts";
import { Transfer } from "../blobs/transfer.svelte.ts";
import type { Call } from "../chain/call.ts";
import { versionOf } from "../chain/reads.ts";
import { isUnderWay, makes } from "../chain/transactions.svelte.ts";
import { readLock } from "../history/sealedVersions.ts";
import { database } from "../storage/database.ts";
import { addLeftovers, type Leftovers } from "../storage/leftovers.ts";
import { ownerKey } from "../storage/owner.ts";
import { ExplainedError, type Explanation } from "../words/explainedError.ts";
import { dropParts, keepPart, keptPart, partsOf } from "./lockedParts.ts";
import { amongSeveral, type OnProgress } from "./progress.ts";
import { signInFirst } from "./signInFirst.ts";
import { removeLeftovers } from "./removeLeftovers.ts";
import { IN_FLIGHT, storeBlobs } from "./storeBlobs.ts";

/**
 * A report, or its correction, between locking and the public record, kept so that a reload or a rejected wallet prompt loses nothing: the
 * transaction that will add it, and how far its locked blobs are. All of it would be public a minute later.
 *
 * [Note: the journal of an upload] The blobs are kept one by one while the report is being locked; this entry is written last, in
 * one transaction with the last blobs. So an entry always has all its blobs, and blobs without an entry are what a tab left behind
 * that was closed while locking: their key is gone with the tab, and they are removed. A tab that is at work on an upload holds
 * the browser's lock of its id, so that no other tab cleans up behind it or sends the same twice.
 */
export type KeptUpload = {
  id: string;
  owner: string;
  chart: ChartId;
  report: ReportId;
  /** Which version of the report it is to be; left out for a new one's first. */
  version?: number;
  call: Call;
  /** Bytes of each blob, in their order. */
  sizes: readonly number[];
  /** Indexes of the blobs that the store has. */
  stored: readonly number[];
  /** Milliseconds since 1970. */
  startedAt: number;
};

/** A report as `lock` leaves it: its parts are kept already, `last` are the blobs that follow them. */
type Locked = Pick<KeptUpload, "chart" | "report" | "version" | "call"> & { last: readonly Uint8Array<ArrayBuffer>[] };

/** Keeps one part of a report that is being locked. */
type KeepPart = (part: { index: number; bytes: Uint8Array<ArrayBuffer> }) => Promise<void>;

/** Locks a report and keeps it until it is on the public record. Whatever goes wrong before the end leaves nothing behind. */
export async function keepUpload(app: App, lock: (keep: KeepPart) => Promise<Locked>): Promise<KeptUpload> {
  const id = crypto.randomUUID();
  return alone(id, async () => {
    const sizes: number[] = [];
    try {
      const { last, ...locked } = await lock(async ({ index, bytes }) => {
        sizes[index] = bytes.length;
        await keepPart({ upload: id, index, bytes });
      });
      const kept: KeptUpload = {
        ...locked,
        id,
        owner: ownerKey(app.network, app.wallet.client.account.address),
        sizes: [...sizes, ...last.map(({ length }) => length)],
        stored: [],
        startedAt: Date.now(),
      };
      const transaction = (await database()).transaction(["uploads", "parts"], "readwrite");
      const parts = transaction.objectStore("parts");
      await Promise.all([
        ...last.map((bytes, position) => parts.put({ upload: id, index: sizes.length + position, bytes })),
        transaction.objectStore("uploads").put(kept),
        transaction.done,
      ]);
      return kept;
    } catch (error) {
      await dropParts(id);
      throw error;
    }
  });
}

/**
 * What this account locked and did not finish, in the order in which it was locked. What is on the public record by now, and what was
 * left half locked, is forgotten; so is a correction whose place another one took, which the contract would refuse for ever.
 */
export async function unfinishedUploads(app: App): Promise<KeptUpload[]> {
  await dropAbandonedParts();
  const { account } = app.wallet;
  if (!account) return [];
  const db = await database();
  const kept = await db.getAllFromIndex("uploads", "owner", ownerKey(app.network, account));
  const added = await Promise.all(
    kept.map(async ({ report, version = 1 }) => (await versionOf(app.chain, report)) >= version),
  );
  await Promise.all(kept.filter((_, index) => added[index]).map((upload) => forgetAdded(app, upload)));
  return kept
    .filter(
      ({ call }, index) =>
        !added[index] && !app.transactions.list.some((sent) => makes(sent, call) && isUnderWay(sent)),
    )
    .toSorted((a, b) => a.startedAt - b.startedAt);
}

/**
 * Takes kept reports the rest of their way: each is stored, then all are put on the public record, by one transaction where the wallet
 * takes calls together. Can be called again after any failure, with those that were not added: what was stored is not sent twice.
 *
 * @param onAdded Called with each one that is on the public record and forgotten here.
 */
export async function finishUploads(
  app: App,
  uploads: readonly KeptUpload[],
  onProgress: OnProgress,
  transfer: Transfer = new Transfer(),
  onAdded: (upload: KeptUpload) => void = () => {},
): Promise<void> {
  const of = uploads.length;
  await allAlone(uploads, async () => {
    for (const [index, upload] of uploads.entries()) {
      await storeUpload(app, upload, amongSeveral(onProgress, index + 1, of), transfer);
    }
    await transfer.untilAllowed();
    let added = 0;
    await app.transactions.runAll(
      uploads.map(({ call }) => call),
      (step, together) => {
        // That one is visible is not the end while others wait.
        if (step === "visible" && added + together < of) return;
        amongSeveral(onProgress, together > 1 ? null : added + 1, of)({ step });
      },
      async (done) => {
        for (const upload of uploads.slice(added, done)) {
          await forget(upload.id);
          onAdded(upload);
        }
        added = done;
      },
    );
  });
}

async function storeUpload(app: App, upload: KeptUpload, onProgress: OnProgress, transfer: Transfer): Promise<void> {
  const db = await database();
  const total = upload.sizes.length;
  const stored = new Set(upload.stored);
  if (stored.size === total) return;
  await signInFirst(app, onProgress);
  onProgress({ step: "storing", stored: stored.size, total });
  const blobs = upload.sizes.map((size, index) => ({ size, read: () => keptPart(upload.id, index) }));
  await storeBlobs(
    app,
    upload.report,
    blobs,
    upload.stored,
    async (index) => {
      stored.add(index);
      onProgress({ step: "storing", stored: stored.size, total });
      upload.stored = [...stored];
      await db.put("uploads", { ...upload });
    },
    transfer,
  );
}

/** The capsule bundle of a kept report: the last of its blobs. */
export function keptCapsules({ id, sizes }: KeptUpload): Promise<Uint8Array<ArrayBuffer>> {
  return keptPart(id, sizes.length - 1);
}

/** The head of a kept report's payload: the one before. */
export function keptHead({ id, sizes }: KeptUpload): Promise<Uint8Array<ArrayBuffer>> {
  return keptPart(id, sizes.length - 2);
}

/** Puts another capsule bundle, and the transaction that names it, in the place of those that were kept: both or neither. */
export async function replaceCapsules(upload: KeptUpload, call: Call, bundle: Uint8Array<ArrayBuffer>): Promise<void> {
  await alone(upload.id, async () => {
    const index = upload.sizes.length - 1;
    const [replaced] = upload.stored.includes(index) ? [await digestOf(await keptPart(upload.id, index))] : [];
    const sizes = upload.sizes.with(index, bundle.length);
    const stored = upload.stored.filter((each) => each !== index);
    const { owner, report } = upload;
    const transaction = (await database()).transaction(["uploads", "parts", "leftovers"], "readwrite");
    await Promise.all([
      addLeftovers(transaction.objectStore("leftovers"), { owner, report, blobs: replaced ? [replaced] : [] }),
      transaction.objectStore("parts").put({ upload: upload.id, index, bytes: bundle }),
      transaction.objectStore("uploads").put({ ...upload, call, sizes, stored }),
      transaction.done,
    ]);
    Object.assign(upload, { call, sizes, stored });
  });
}

/**
 * Forgets an upload here, and has the store forget it as soon as somebody is signed in: what the store has of it nobody can open.
 * Where the wallet was asked for its transaction and may still send it, the store keeps it.
 */
export async function discardUpload(app: App, upload: KeptUpload): Promise<void> {
  await alone(upload.id, async () => {
    const { owner, report, call } = upload;
    const mayCome = app.transactions.list.some((sent) => makes(sent, call) && sent.status !== "rejected");
    const blobs = mayCome ? [] : await perhapsStored(upload);
    await forget(upload.id, { owner, report, blobs });
  });
  removeLeftovers(app).catch(() => {});
}

/** Forgets what has its place on the public record. Of a correction whose place another one took, nothing there names what is stored. */
async function forgetAdded(app: App, upload: KeptUpload): Promise<void> {
  const { id, owner, report, version, call } = upload;
  const lock = version === undefined ? null : await readLock(app.chain, report);
  const taker = lock?.versions.find((each) => each.version === version);
  const isOurs = !taker || call.data.includes(taker.payload.slice(2));
  await forget(id, { owner, report, blobs: isOurs ? [] : await perhapsStored(upload) });
}

/** SHA-256 of what the store has, and of what may have been on its way when the page was closed. */
async function perhapsStored({ id, sizes, stored }: KeptUpload): Promise<Hex[]> {
  const waiting = [...sizes.keys()].filter((index) => !stored.includes(index));
  // One that the browser dropped has no name any more.
  const digests = [...stored, ...waiting.slice(0, IN_FLIGHT)].map((index) =>
    keptPart(id, index).then(digestOf, () => null),
  );
  return (await Promise.all(digests)).filter((digest) => digest !== null);
}

/** Entry and blobs at once; and notes what is left of it in the store, so that it is never both gone on with and removed. */
async function forget(id: string, left: Leftovers | null = null): Promise<void> {
  const transaction = (await database()).transaction(["uploads", "parts", "leftovers"], "readwrite");
  await Promise.all([
    left && addLeftovers(transaction.objectStore("leftovers"), left),
    transaction.objectStore("uploads").delete(id),
    transaction.objectStore("parts").delete(partsOf(id)),
    transaction.done,
  ]);
}

async function dropAbandonedParts(): Promise<void> {
  const db = await database();
  // In this order: whoever kept a part held the lock before, and wrote the entry or removed the part before letting go of it.
  const parts = await db.getAllKeys("parts");
  const locks = await heldLocks();
  const known = new Set([...locks, ...(await db.getAllKeys("uploads"))]);
  const abandoned = new Set(parts.map(([upload]) => upload).filter((upload) => !known.has(upload)));
  for (const id of abandoned) await dropParts(id);
}

const LOCK = "chartkey-upload-";

/** Does the work while no other tab, and nothing else in this one, is at the same upload. */
async function alone<Result>(id: string, work: () => Promise<Result>): Promise<Result> {
  return navigator.locks.request(LOCK + id, { ifAvailable: true }, async (lock) => {
    if (!lock) throw new ExplainedError(elsewhere);
    return work();
  });
}

/** The same for several uploads: all or none. */
function allAlone<Result>(uploads: readonly KeptUpload[], work: () => Promise<Result>): Promise<Result> {
  return uploads.reduceRight<() => Promise<Result>>(
    (inner, { id }) =>
      () =>
        alone(id, inner),
    work,
  )();
}

async function heldLocks(): Promise<string[]> {
  const { held = [] } = await navigator.locks.query();
  return held.flatMap(({ name }) => (name?.startsWith(LOCK) ? [name.slice(LOCK.length)] : []));
}

const elsewhere: Explanation = {
  what: m.keys_flows_kept_upload_elsewhere_what(),
  safe: m.keys_flows_kept_upload_elsewhere_safe(),
  next: m.keys_flows_kept_upload_elsewhere_next(),
  remedy: "retry",
};
