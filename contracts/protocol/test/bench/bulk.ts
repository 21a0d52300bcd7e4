import { aesOpen, aesSeal, importAesKey, ONLY_NONCE } from "../../src/aes-gcm.ts";
import type { Bytes } from "../../src/bytes.ts";
import { digestOf } from "../../src/cid.ts";
import { leafHash } from "../../src/commitment.ts";
import { bodyOfBytes } from "../../src/payload-body.ts";
import { partCount, partNonce, PART_SIZE, PARTS_IN_FLIGHT } from "../../src/payload-format.ts";
import { openBody, openHead } from "../../src/payload-open.ts";
import { sealNewReport } from "../../src/payload-seal.ts";
import { randomBytes } from "../../src/random.ts";
import { chart, doctor, recordsLocation } from "../helpers/actors.ts";
import { bloodTest, expectedOf, partStore } from "../helpers/sealed-report.ts";

/** Milliseconds each way. */
export type Times = { seal: number; open: number };

/**
 * One round over the same bytes. `oneShot` is WebCrypto's AES-GCM over all of them at once, `encryption` the same cipher in parts as
 * payloads have them, `hashing` what the commitment and the blobs' addresses cost, `whole` everything that sealing and opening do.
 */
export type BulkRound = { oneShot: Times; encryption: Times; hashing: Times; whole: Times };

export async function measureBulk(bytes: Bytes, round: number): Promise<BulkRound> {
  const key = await importAesKey(randomBytes(32));
  // Neither is always the one that finds the memory of the other still warm.
  const first = round % 2 === 0 ? await atOnce(bytes, key) : null;
  const { parts, times: encryption } = await inParts(bytes, key);
  const oneShot = first ?? (await atOnce(bytes, key));
  const hashing = await hashed(bytes, parts);
  parts.length = 0;
  return { encryption, hashing, oneShot, whole: await sealedAndOpened(bytes) };
}

type Key = Parameters<typeof aesSeal>[0];

async function atOnce(bytes: Bytes, key: Key): Promise<Times> {
  const [sealed, seal] = await timed(() => aesSeal(key, ONLY_NONCE, bytes, new Uint8Array()));
  const [, open] = await timed(() => aesOpen(key, ONLY_NONCE, sealed, new Uint8Array()));
  return { seal, open };
}

async function inParts(bytes: Bytes, key: Key): Promise<{ parts: Bytes[]; times: Times }> {
  const count = partCount(bytes.length);
  const nothing = new Uint8Array();
  const parts: Bytes[] = [];
  const [, seal] = await timed(() =>
    inFlight(count, async (index) => {
      parts[index] = await aesSeal(key, partNonce(index, count), partOf(bytes, index), nothing);
    }),
  );
  const [, open] = await timed(() =>
    inFlight(count, async (index) => {
      await aesOpen(key, partNonce(index, count), parts[index] ?? nothing, nothing);
    }),
  );
  return { parts, times: { seal, open } };
}

async function hashed(bytes: Bytes, parts: readonly Bytes[]): Promise<Times> {
  const blinding = randomBytes(32);
  const hash = () =>
    inFlight(parts.length, async (index) => {
      const sealed = parts[index] ?? new Uint8Array();
      await Promise.all([leafHash(blinding, index + 1, partOf(bytes, index)), digestOf(sealed)]);
    });
  const [, seal] = await timed(hash);
  const [, open] = await timed(hash);
  return { seal, open };
}

async function sealedAndOpened(bytes: Bytes): Promise<Times> {
  const store = partStore();
  const author = doctor.account;
  const input = { location: recordsLocation, chart, author, metadata: bloodTest, body: bodyOfBytes(bytes) };
  const [sealed, seal] = await timed(() => sealNewReport(input, store.sink));
  const { report } = sealed;
  const context = { kind: "report", location: recordsLocation, report, version: 1, epoch: 1, author } as const;
  const [length, open] = await timed(async () => {
    const opened = await openHead(sealed.head, sealed.contentKey, expectedOf(sealed, context));
    let length = 0;
    for await (const chunk of openBody(opened, store.fetch)) length += chunk.length;
    return length;
  });
  if (length !== bytes.length) throw new Error("What was opened is not what was sealed.");
  return { seal, open };
}

function partOf(bytes: Bytes, index: number): Bytes {
  return bytes.subarray(index * PART_SIZE, (index + 1) * PART_SIZE);
}

/** As many at once as payloads have. */
async function inFlight(count: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: PARTS_IN_FLIGHT }, lane));
}

async function timed<Result>(work: () => Promise<Result>): Promise<[Result, number]> {
  const begin = performance.now();
  const result = await work();
  return [result, performance.now() - begin];
}
