/** What runs inside Chromium for `bench:crypto`. Everything measured is the project's own code, as the page uses it. */
import { proxy, transfer, wrap } from "comlink";
import { createKeyring } from "@chartkey/protocol/keyring";
import type { ExpectedPayload } from "@chartkey/protocol/payload-open";
import { newRecoveryAuthoriser } from "@chartkey/protocol/recovery-authoriser";
import { identityOfSeed, newSeed } from "@chartkey/protocol/seed";
import { newRecoveryCode, recoveryCodeSecret } from "@chartkey/protocol/unlocker-recovery-code";
import {
  encodeWalletUnlocker,
  enrolWallet,
  newWalletUnlocker,
  walletUnlockMessage,
} from "@chartkey/protocol/unlocker-wallet";
import { zeroAddress, type Hex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { measureBulk, type BulkRound } from "../../../contracts/protocol/test/bench/bulk.ts";
import { measureRekeying } from "../../../contracts/protocol/test/bench/rekeying.ts";
import { measureWrapping } from "../../../contracts/protocol/test/bench/wrapping.ts";
import type { KeyHolder } from "../../../web/src/lib/keys/keyHolder.ts";

const location = { chainId: 1337, registry: zeroAddress, records: zeroAddress };
const wallet = privateKeyToAccount(generatePrivateKey());
const account = wallet.address;

/** A patient who changed their keys a few times. */
const VERSIONS = 5;

const holder = wrap<KeyHolder>(new Worker("/key-holder.js", { type: "module", name: "key-holder" }));
let expected: ExpectedPayload;
let head: Uint8Array<ArrayBuffer>;

async function bulk(megabytes: number, rounds: number): Promise<BulkRound[]> {
  const bytes = new Uint8Array(megabytes * 2 ** 20);
  for (let at = 0; at < bytes.length; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
  const measured: BulkRound[] = [];
  for (let round = 0; round < rounds; round++) measured.push(await measureBulk(bytes, round));
  return measured;
}

/** Milliseconds from the wallet's answer until the key holder has the keys, each time the first in its life for the last one. */
async function unlock(rounds: number): Promise<number[]> {
  const seeds = Array.from({ length: VERSIONS }, newSeed);
  const parameters = newWalletUnlocker({ account, origin: "https://bench.test" }, new Date());
  const signature = await wallet.signMessage({ message: walletUnlockMessage(location, parameters) });
  const place = { location, account };
  const code = recoveryCodeSecret(newRecoveryCode());
  const { sealed } = await createKeyring(place, {
    contents: {
      recoveryAuthoriser: newRecoveryAuthoriser(),
      keys: seeds.map((seed, i) => ({ account: account.toLowerCase() as Hex, version: i + 1, seed })),
    },
    unlockers: [
      { kind: "recovery-code", parameters: new Uint8Array(), secret: code, label: "Recovery code" },
      {
        kind: "wallet",
        parameters: encodeWalletUnlocker(parameters),
        secret: await enrolWallet(location, parameters, signature, signature),
        label: "This wallet",
      },
    ],
  });
  const { encryptionAddress } = identityOfSeed(seeds[VERSIONS - 1] ?? newSeed());
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const begin = performance.now();
    await holder.unlockWithWallet(place, sealed, { version: VERSIONS, encryptionAddress }, signature);
    times.push(performance.now() - begin);
  }
  return times;
}

/** Locks a file and keeps its parts in the browser's database, as adding a report does. */
async function seal(file: File): Promise<void> {
  const db = await database();
  const sealed = await holder.sealReport(
    {
      location,
      chart: zeroAddress,
      author: account,
      metadata: {
        type: "imaging",
        title: "Benchmark",
        date: "2026-11-12",
        language: "en",
        filename: "benchmark.dcm",
        mediaType: "application/dicom",
        text: null,
      },
      file,
    },
    [],
    proxy(async () => false),
    proxy(async ({ digest, bytes }) => {
      await done(db.transaction("parts", "readwrite").objectStore("parts").put(bytes, digest));
    }),
  );
  const { report, commitment, payload: digest } = sealed;
  const context = { kind: "report", location, report, version: 1, epoch: 1, author: account } as const;
  expected = { context, commitment, digest };
  ({ head } = sealed);
}

/** Sends what was locked to the store, a few parts at a time. */
async function store(): Promise<void> {
  const db = await database();
  const waiting = await done(db.transaction("parts").objectStore("parts").getAllKeys());
  const send = async () => {
    for (let digest = waiting.pop(); digest !== undefined; digest = waiting.pop()) {
      const part = await done<Uint8Array<ArrayBuffer>>(db.transaction("parts").objectStore("parts").get(digest));
      const form = new FormData();
      form.set("file", new Blob([part]));
      await fetch(`/parts/${String(digest)}`, { method: "PUT", body: form });
    }
  };
  await Promise.all([send(), send(), send()]);
}

/** Fetches and opens what was stored, part by part, and gives nothing of it a place to stay. Answers its length. */
async function open(): Promise<number> {
  const { id } = await holder.openHead(head, expected);
  const fetchPart = async ({ digest }: { digest: Hex }) => {
    const part = new Uint8Array(await (await fetch(`/parts/${digest}`)).arrayBuffer());
    return transfer(part, [part.buffer]);
  };
  let length = 0;
  await holder.openBody(
    id,
    proxy(fetchPart),
    proxy(async (chunk) => void (length += chunk.length)),
  );
  return length;
}

async function database(): Promise<IDBDatabase> {
  const opening = indexedDB.open("bench", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("parts");
  return done(opening);
}

function done<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(new Error("The database failed.", { cause: request.error }));
  });
}

/**
 * Does everything to a document of so many megabytes once, with nobody looking but at the memory: says what comes next, and waits for
 * the answer. The document is a file on disk.
 */
async function watched(megabytes: number): Promise<void> {
  await unlock(1);
  // Code that runs for the first time is compiled, and that is not what is measured.
  await seal(await fileOf(8));
  await store();
  await open();

  const file = await fileOf(megabytes);
  const works = { seal: () => seal(file), store, open };
  for (const [name, work] of Object.entries(works)) {
    await say(`${name} next`);
    await work();
    await say(`${name} done`);
  }
}

/** The other side may not listen yet. */
async function say(what: string): Promise<void> {
  while (!(await fetch("/said", { method: "POST", body: what })).ok) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function fileOf(megabytes: number): Promise<File> {
  const folder = await navigator.storage.getDirectory();
  const handle = await folder.getFileHandle(`${megabytes}.dcm`, { create: true });
  const writing = await handle.createWritable();
  const bytes = new Uint8Array(2 ** 20);
  for (let written = 0; written < megabytes; written++) {
    for (let at = 0; at < bytes.length; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
    await writing.write(bytes);
  }
  await writing.close();
  return handle.getFile();
}

const megabytes = Number(new URL(globalThis.location.href).searchParams.get("megabytes"));
if (megabytes > 0) void watched(megabytes);

const measurements = { bulk, unlock, wrapping: measureWrapping, rekeying: measureRekeying };

declare global {
  /** What the other side calls. */
  var bench: typeof measurements;
}

globalThis.bench = measurements;
