import fc from "fast-check";
import { bytesToHex } from "viem";
import { beforeAll, describe, expect, it } from "vitest";
import { aesOpen, importAesKey, ONLY_NONCE } from "../src/aes-gcm.ts";
import { joinBytes, type Bytes } from "../src/bytes.ts";
import { digestOf, MAX_BLOB } from "../src/cid.ts";
import { leafHash } from "../src/commitment.ts";
import { deriveKey } from "../src/derive-key.ts";
import { bodyOfBlob, bodyOfBytes, bodyOfChunks, BodyLengthError, EMPTY_BODY } from "../src/payload-body.ts";
import { MalformedPayloadError, parsePayload, PART_SIZE, type PayloadContext } from "../src/payload-format.ts";
import {
  CommitmentMismatchError,
  openBody,
  openHead,
  openPart,
  PartAlteredError,
  PartMisplacedError,
  PartMissingError,
  PartTruncatedError,
  PayloadDigestMismatchError,
  PayloadHeadAlteredError,
  WrongContentKeyError,
  WrongPayloadError,
  type ExpectedPayload,
} from "../src/payload-open.ts";
import {
  PayloadTooLongError,
  rekeyPayload,
  sealNewReport,
  sealPayload,
  type SealedPayload,
} from "../src/payload-seal.ts";
import { encodePayloadSection, parsePayloadSection } from "../src/payload-section.ts";
import { newSeed } from "../src/seed.ts";
import { chart, doctor, patient, recordsLocation, stranger } from "./helpers/actors.ts";
import { chosenBits, flipBit } from "./helpers/flip-bit.ts";
import { twoKeyCiphertext } from "./helpers/two-key-ciphertext.ts";
import {
  bloodTest,
  expectedOf,
  joined,
  partStore,
  sampleBytes,
  sealedRemark,
  sealedReport,
  thanks,
} from "./helpers/sealed-report.ts";

/** What the chain would say if someone published these bytes in place of the head. */
const published = async (head: Uint8Array, expected: ExpectedPayload) => ({
  ...expected,
  digest: await digestOf(head),
});

describe("a sealed report", () => {
  it("opens to the same metadata and bytes, whatever its length", async () => {
    const length = fc.oneof(fc.nat(3000), fc.nat(4 * PART_SIZE));
    await fc.assert(
      fc.asyncProperty(length, async (size) => {
        const body = sampleBytes(size);
        const { sealed, store, expected } = await sealedReport(body, size > 0 ? bloodTest : thanks);
        const opened = await openHead(sealed.head, sealed.contentKey, expected);
        expect(opened.metadata).toEqual({ ...(size > 0 ? bloodTest : thanks), length: size });
        expect((await joined(openBody(opened, store.fetch))).equals(body)).toBe(true);
      }),
      {
        numRuns: 25,
        examples: [[0], [1], [4096], [4097], [PART_SIZE - 1], [PART_SIZE], [PART_SIZE + 1], [2 * PART_SIZE]],
      },
    );
  });

  it("is made of blocks of at most 1 MiB whose digests the head lists", async () => {
    const { sealed, store } = await sealedReport(sampleBytes(2 * PART_SIZE + 5));
    expect(sealed.head.length).toBeLessThan(2048);
    expect(sealed.partDigests).toHaveLength(3);
    expect([...store.blobs.keys()].sort()).toEqual([...sealed.partDigests].sort());
    for (const blob of store.blobs.values()) expect(blob.length).toBeLessThanOrEqual(MAX_BLOB);
    expect(store.blobs.get(sealed.partDigests[0]!)!.length).toBe(MAX_BLOB);
  });

  it("has an id that follows from its commitment, and another one each time", async () => {
    const [one, other] = [await sealedReport(sampleBytes(10)), await sealedReport(sampleBytes(10))];
    expect(one.sealed.report.slice(0, 42)).toBe(chart);
    expect(one.sealed.report).not.toBe(other.sealed.report);
    expect(one.sealed.commitment).not.toBe(other.sealed.commitment);
    expect(one.sealed.contentKey).not.toEqual(other.sealed.contentKey);
  });

  it("shows neither its metadata nor a word of its text", async () => {
    const words = new TextEncoder().encode("potassium ".repeat(1000));
    const { sealed, store } = await sealedReport(words);
    const all = Buffer.concat([sealed.head, ...store.blobs.values()]);
    for (const secret of ["potassium", "Blood test", "laboratory", ".pdf", "2026-11-12", "language"]) {
      expect(all.includes(secret)).toBe(false);
    }
  });

  it("has the same size for a short title as for a longer one", async () => {
    const [short, long] = [
      await sealedReport(sampleBytes(10)),
      await sealedReport(sampleBytes(3000), { ...bloodTest, title: "x".repeat(200), text: "y".repeat(300) }),
    ];
    expect(short.sealed.head.length).toBe(long.sealed.head.length);
    const sizes = [short, long].map(({ store }) => [...store.blobs.values()].map(({ length }) => length));
    expect(sizes[0]).toEqual(sizes[1]);
  });

  it("can be read from a file, from bytes or from a stream", async () => {
    const body = sampleBytes(PART_SIZE + 100_000);
    async function* stream() {
      for (let at = 0; at < body.length; at += 70_001) yield body.subarray(at, at + 70_001);
    }
    for (const source of [bodyOfBytes(body), bodyOfBlob(new Blob([body])), bodyOfChunks(body.length, stream())]) {
      const store = partStore();
      const input = { location: recordsLocation, chart, author: doctor.account, metadata: bloodTest, body: source };
      const sealed = await sealNewReport(input, store.sink);
      const context = contextOf(sealed);
      const opened = await openHead(sealed.head, sealed.contentKey, expectedOf(sealed, context));
      expect((await joined(openBody(opened, store.fetch))).equals(body)).toBe(true);
    }
  });

  it("is not made when the file changes length meanwhile or the store fails", async () => {
    const input = { location: recordsLocation, chart, author: doctor.account, metadata: bloodTest };
    const shrinking = { length: 10, read: async () => new Uint8Array(9) };
    await expect(sealNewReport({ ...input, body: shrinking }, async () => {})).rejects.toThrow(BodyLengthError);
    const ending = bodyOfChunks(10, (async function* () {})());
    await expect(sealNewReport({ ...input, body: ending }, async () => {})).rejects.toThrow(BodyLengthError);
    const failing = async () => Promise.reject(new Error("no store"));
    const body = bodyOfBytes(sampleBytes(6 * PART_SIZE));
    await expect(sealNewReport({ ...input, body }, failing)).rejects.toThrow("no store");
  });

  it("is refused before anything is read when its head would outgrow a block", async () => {
    const body = { length: 2 ** 34, read: () => expect.fail("nothing should be read") };
    const input = { location: recordsLocation, chart, author: doctor.account, metadata: bloodTest, body };
    await expect(sealNewReport(input, async () => {})).rejects.toThrow(PayloadTooLongError);
  });

  it("is sealed with at most four parts in memory", async () => {
    let [held, most] = [0, 0];
    const body = {
      length: 12 * PART_SIZE,
      read: async (start: number, end: number) => {
        most = Math.max(most, ++held);
        return new Uint8Array(end - start).fill(1);
      },
    };
    const input = { location: recordsLocation, chart, author: doctor.account, metadata: bloodTest, body };
    await sealNewReport(input, async () => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      held--;
    });
    expect(most).toBeLessThanOrEqual(4);
  });
});

describe("a head", () => {
  let report: Awaited<ReturnType<typeof sealedReport>>;
  beforeAll(async () => {
    report = await sealedReport(sampleBytes(PART_SIZE + 1));
  });

  it("opens without any part", async () => {
    const opened = await openHead(report.sealed.head, report.sealed.contentKey, report.expected);
    expect(opened.metadata).toMatchObject({ title: "Blood test", length: PART_SIZE + 1 });
    expect(parsePayload(report.sealed.head).header.report).toBe(report.sealed.report);
  });

  it("is refused when it is not the block that the chain names", async () => {
    const { sealed, expected } = report;
    const changed = flipBit(sealed.head, 9999);
    await expect(openHead(changed, sealed.contentKey, expected)).rejects.toThrow(PayloadDigestMismatchError);
  });

  it("is refused under any other key", async () => {
    const { sealed, expected } = report;
    await expect(openHead(sealed.head, newSeed(), expected)).rejects.toThrow(WrongContentKeyError);
    for (const bit of [0, 100, 255]) {
      const close = flipBit(sealed.contentKey, bit);
      await expect(openHead(sealed.head, close, expected)).rejects.toThrow(WrongContentKeyError);
    }
  });

  it("is refused as another report, version, epoch, author, kind, contract or network", async () => {
    const { sealed, expected } = report;
    const { context } = expected;
    const differing: [string, Partial<PayloadContext>][] = [
      ["report", { report: `0x${"12".repeat(32)}` }],
      ["version", { version: 2 }],
      ["epoch", { epoch: 2 }],
      ["author", { author: stranger.account }],
      ["kind", { kind: "remark" }],
      ["contract", { location: { ...recordsLocation, records: stranger.account } }],
      ["network", { location: { ...recordsLocation, chainId: 1 } }],
    ];
    for (const [field, change] of differing) {
      const elsewhere = { ...expected, context: { ...context, ...change } };
      const error: WrongPayloadError = await openHead(sealed.head, sealed.contentKey, elsewhere).catch(
        (reason) => reason,
      );
      expect(error).toBeInstanceOf(WrongPayloadError);
      expect(error.field).toBe(field);
    }
  });

  it("is refused when the chain names another commitment", async () => {
    const { sealed, expected } = report;
    const other = { ...expected, commitment: `0x${"ab".repeat(32)}` } as const;
    await expect(openHead(sealed.head, sealed.contentKey, other)).rejects.toThrow(CommitmentMismatchError);
  });

  it("is refused with any field of its header altered, by the error of that field", async () => {
    const { sealed, expected } = report;
    const fields: [string, number, number, unknown[]][] = [
      ["magic", 0, 4, [MalformedPayloadError]],
      ["suite", 4, 1, [MalformedPayloadError]],
      ["kind", 5, 1, [MalformedPayloadError, WrongPayloadError]],
      ["chain id", 6, 8, [MalformedPayloadError, WrongPayloadError]],
      ["contract", 14, 20, [WrongPayloadError]],
      ["report", 34, 32, [WrongPayloadError]],
      ["version", 66, 4, [WrongPayloadError]],
      ["epoch", 70, 4, [WrongPayloadError]],
      ["author", 74, 20, [WrongPayloadError]],
      ["salt", 94, 32, [WrongContentKeyError]],
      ["padded length", 126, 8, [MalformedPayloadError, PayloadHeadAlteredError]],
      ["key commitment", 134, 32, [WrongContentKeyError]],
      ["part digests", 166, 64, [PayloadHeadAlteredError]],
    ];
    for (const [field, offset, size, errors] of fields) {
      for (let bit = offset * 8; bit < (offset + size) * 8; bit++) {
        const head = flipBit(sealed.head, bit);
        const error = await openHead(head, sealed.contentKey, await published(head, expected)).catch(
          (reason) => reason,
        );
        expect(errors, `${field}, bit ${bit}: ${String(error)}`).toContain(error.constructor);
      }
    }
  });

  it("is refused with bits flipped anywhere, ten thousand times", async () => {
    const { sealed, expected } = report;
    const accepted: number[] = [];
    for (const bit of chosenBits("head", 10_000, sealed.head.length)) {
      const head = flipBit(sealed.head, bit);
      await openHead(head, sealed.contentKey, await published(head, expected)).then(
        () => accepted.push(bit),
        () => undefined,
      );
    }
    expect(accepted).toEqual([]);
  });

  it("is refused when cut anywhere or prolonged", async () => {
    const { sealed, expected } = report;
    const wrongs = Array.from({ length: sealed.head.length }, (_, length) => sealed.head.subarray(0, length));
    for (const head of [...wrongs, joinBytes(sealed.head, Uint8Array.of(0)), new Uint8Array(MAX_BLOB + 1)]) {
      const error = await openHead(head, sealed.contentKey, await published(head, expected)).catch((reason) => reason);
      expect([MalformedPayloadError, PayloadHeadAlteredError]).toContain(error.constructor);
    }
  });

  it("is refused with the sealed section of another report", async () => {
    const { sealed, expected } = report;
    const other = await sealedReport(sampleBytes(PART_SIZE + 1));
    const spliced = joinBytes(parsePayload(sealed.head).clear, parsePayload(other.sealed.head).section);
    const opening = openHead(spliced, sealed.contentKey, await published(spliced, expected));
    await expect(opening).rejects.toThrow(PayloadHeadAlteredError);
  });
});

describe("a part", () => {
  const body = sampleBytes(3 * PART_SIZE + 77);

  async function opened() {
    const report = await sealedReport(body);
    const payload = await openHead(report.sealed.head, report.sealed.contentKey, report.expected);
    const sealedParts = report.sealed.partDigests.map((digest) => report.store.blobs.get(digest)!);
    return { ...report, payload, sealedParts };
  }

  it("opens by itself, in any order", async () => {
    const { payload, sealedParts } = await opened();
    for (const index of [3, 1, 0, 2]) {
      const content = await openPart(payload, index, sealedParts[index]!);
      expect(Buffer.from(content).equals(body.subarray(index * PART_SIZE, (index + 1) * PART_SIZE))).toBe(true);
    }
  });

  it("is refused in the place of another", async () => {
    const { payload, sealedParts } = await opened();
    await expect(openPart(payload, 0, sealedParts[1]!)).rejects.toThrow(
      "Part 2 of this report came in place of part 1",
    );
    await expect(openPart(payload, 2, sealedParts[0]!)).rejects.toThrow(PartMisplacedError);
  });

  it("is refused when taken from another report or from another epoch of the same", async () => {
    const { payload, expected, store } = await opened();
    const other = await opened();
    await expect(openPart(payload, 1, other.sealedParts[1]!)).rejects.toThrow(PartAlteredError);
    const next = partStore();
    const rekeyed = await rekeyPayload({ opened: payload, epoch: 2, fetchPart: store.fetch }, next.sink);
    await expect(openPart(payload, 1, next.blobs.get(rekeyed.partDigests[1]!)!)).rejects.toThrow(PartAlteredError);
    expect(expected.commitment).toBe(rekeyed.commitment);
  });

  it("is refused when truncated, prolonged or altered by a bit", async () => {
    const { payload, sealedParts } = await opened();
    const [part] = sealedParts;
    for (const length of [0, 1, MAX_BLOB - 16, MAX_BLOB - 1]) {
      await expect(openPart(payload, 0, part!.subarray(0, length))).rejects.toThrow(PartTruncatedError);
    }
    await expect(openPart(payload, 0, joinBytes(part!, Uint8Array.of(0)))).rejects.toThrow(PartAlteredError);
    for (let run = 0; run < 50; run++) {
      const bit = Math.floor(Math.random() * part!.length * 8);
      await expect(openPart(payload, 0, flipBit(part!, bit))).rejects.toThrow(PartAlteredError);
    }
  });

  it("that is missing ends the document there, after the genuine parts before it", async () => {
    const { payload, store, sealed } = await opened();
    store.blobs.delete(sealed.partDigests[2]!);
    const received: number[] = [];
    const reading = (async () => {
      for await (const chunk of openBody(payload, store.fetch)) received.push(chunk.length);
    })();
    await expect(reading).rejects.toThrow("Part 3 of this report is missing");
    expect(received).toEqual([PART_SIZE, PART_SIZE]);
    await expect(openPart(payload, 9, new Uint8Array())).rejects.toThrow(PartMissingError);
  });

  it("is not shown when its author sealed something else than was committed to", async () => {
    const { payload, sealedParts } = await opened();
    const swapped = { ...payload, leaves: payload.leaves.toReversed() };
    await expect(openPart(swapped, 0, sealedParts[0]!)).rejects.toThrow(CommitmentMismatchError);
    const shorter = { ...payload, metadata: { ...payload.metadata, length: 3 * PART_SIZE + 7 } };
    await expect(openPart(shorter, 3, sealedParts[3]!)).rejects.toThrow(CommitmentMismatchError);
  });
});

describe("a document that a store changed", () => {
  const count = 6;
  const body = sampleBytes((count - 1) * PART_SIZE + 4096);
  let report: Awaited<ReturnType<typeof sealedReport>>;
  let parts: Uint8Array[];
  beforeAll(async () => {
    report = await sealedReport(body);
    parts = report.sealed.partDigests.map((digest) => report.store.blobs.get(digest)!);
  });

  /** What is read, and the error that ends it, when the store gives these in place of the parts. */
  async function readFrom(given: readonly (Uint8Array | null)[]) {
    const opened = await openHead(report.sealed.head, report.sealed.contentKey, report.expected);
    const read: Uint8Array[] = [];
    let error: Error | null = null;
    try {
      for await (const chunk of openBody(opened, async ({ index }) => given[index] ?? null)) read.push(chunk);
    } catch (reason) {
      error = reason as Error;
    }
    return { read: Buffer.concat(read), error };
  }

  it("is read up to the edge where it was truncated, and refused there, at every edge", async () => {
    for (let edge = 0; edge < count; edge++) {
      const { read, error } = await readFrom(parts.slice(0, edge));
      expect(error).toBeInstanceOf(PartMissingError);
      expect(error?.message).toContain(`Part ${edge + 1} `);
      expect(read.equals(body.subarray(0, edge * PART_SIZE))).toBe(true);
    }
    expect((await readFrom(parts)).read.equals(body)).toBe(true);
  });

  it("is refused at a part that was cut at any edge of its blocks, its tag or to nothing", async () => {
    for (const index of [0, count - 1]) {
      const part = parts[index]!;
      for (const length of [0, 1, 15, 16, 17, part.length - 17, part.length - 16, part.length - 15, part.length - 1]) {
        const { read, error } = await readFrom(parts.with(index, part.subarray(0, length)));
        expect(error).toBeInstanceOf(PartTruncatedError);
        expect(read.length).toBe(index * PART_SIZE);
      }
    }
  });

  it("is refused with any part dropped, repeated or in the place of another", async () => {
    for (let index = 0; index < count; index++) {
      const dropped = await readFrom(parts.toSpliced(index, 1));
      expect(dropped.read.length).toBe(index * PART_SIZE);
      const repeated = await readFrom(parts.toSpliced(index, 0, parts[index]!));
      expect(repeated.read.length).toBe(Math.min((index + 1) * PART_SIZE, body.length));
      for (let other = 0; other < count; other++) {
        if (other === index) continue;
        const { read, error } = await readFrom(parts.with(index, parts[other]!));
        // The last part is shorter than the others, and that is noticed first.
        expect(error).toBeInstanceOf(other === count - 1 ? PartTruncatedError : PartMisplacedError);
        expect(read.length).toBe(index * PART_SIZE);
      }
    }
  });

  it("is refused with bits flipped anywhere in its parts, ten thousand times", async () => {
    const opened = await openHead(report.sealed.head, report.sealed.contentKey, report.expected);
    const last = count - 1;
    const accepted: number[] = [];
    for (const bit of chosenBits("part", 10_000, parts[last]!.length)) {
      await openPart(opened, last, flipBit(parts[last]!, bit)).then(
        () => accepted.push(bit),
        (error) => expect(error).toBeInstanceOf(PartAlteredError),
      );
    }
    expect(accepted).toEqual([]);
  });
});

describe("a head made to open under two keys", () => {
  it("passes for whole with AES-GCM alone, and is refused under the key that it does not commit to", async () => {
    const { sealed, expected } = await sealedReport(new Uint8Array(), thanks);
    const [one, other] = [sealed.contentKey, newSeed()];
    const { clear, section, header } = parsePayload(sealed.head);
    const keys = [one, other].map((key) => deriveKey(key, "payload/head", { salt: header.salt })) as [Bytes, Bytes];
    const forged = twoKeyCiphertext(keys, ONLY_NONCE, clear, section.subarray(0, -16));
    for (const key of keys) expect(await aesOpen(await importAesKey(key), ONLY_NONCE, forged, clear)).not.toBeNull();

    const head = joinBytes(clear, forged);
    const chain = await published(head, expected);
    await expect(openHead(head, other, chain)).rejects.toThrow(WrongContentKeyError);
    // Under the other one it opens to what cannot be a section: one block of its padding is not zero.
    await expect(openHead(head, one, chain)).rejects.toThrow(MalformedPayloadError);
  });
});

describe("padding", () => {
  it("of a part must be zeros, or it could carry what the author did not commit to", async () => {
    const { sealed, store, expected } = await sealedReport(sampleBytes(77));
    const opened = await openHead(sealed.head, sealed.contentKey, expected);
    const leaf = await leafHash(opened.blinding, 1, sampleBytes(7));
    const hiding = { ...opened, metadata: { ...opened.metadata, length: 7 }, leaves: [leaf] };
    const part = store.blobs.get(sealed.partDigests[0]!)!;
    await expect(openPart(hiding, 0, part)).rejects.toThrow(CommitmentMismatchError);
  });

  it("of the sealed section must be zeros and no longer than it needs to be", () => {
    const section = { blinding: newSeed(), metadata: sampleBytes(200), leaves: [newSeed()] };
    const encoded = encodePayloadSection(section);
    expect(parsePayloadSection(encoded)).toEqual(section);
    expect(parsePayloadSection(flipBit(encoded, encoded.length * 8 - 1))).toBeNull();
    expect(parsePayloadSection(joinBytes(encoded, new Uint8Array(64)))).toBeNull();
    expect(parsePayloadSection(encoded.subarray(0, 272))).toBeNull();
  });
});

describe("rekeying", () => {
  it("keeps commitment, metadata and bytes, and changes everything else", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(2 * PART_SIZE), async (size) => {
        const body = sampleBytes(size);
        const { sealed, store, expected } = await sealedReport(body, size > 0 ? bloodTest : thanks);
        const before = await openHead(sealed.head, sealed.contentKey, expected);
        const next = partStore();
        const rekeyed = await rekeyPayload({ opened: before, epoch: 2, fetchPart: store.fetch }, next.sink);

        expect(rekeyed.commitment).toBe(sealed.commitment);
        expect(rekeyed.report).toBe(sealed.report);
        expect(rekeyed.contentKey).not.toEqual(sealed.contentKey);
        expect(rekeyed.partDigests.some((digest) => sealed.partDigests.includes(digest))).toBe(false);
        const after = expectedOf(rekeyed, { ...expected.context, epoch: 2 });
        await expect(openHead(rekeyed.head, sealed.contentKey, after)).rejects.toThrow(WrongContentKeyError);
        const opened = await openHead(rekeyed.head, rekeyed.contentKey, after);
        expect(opened.metadata).toEqual(before.metadata);
        expect((await joined(openBody(opened, next.fetch))).equals(body)).toBe(true);
      }),
      { numRuns: 10 },
    );
  });

  it("stops at a part that is not genuine", async () => {
    const { sealed, store, expected } = await sealedReport(sampleBytes(2 * PART_SIZE));
    const before = await openHead(sealed.head, sealed.contentKey, expected);
    const forging = async (part: { digest: string }) => flipBit((await store.fetch(part as never))!, 12345);
    const rekeying = rekeyPayload({ opened: before, epoch: 2, fetchPart: forging }, async () => {});
    await expect(rekeying).rejects.toThrow(PartAlteredError);
  });
});

describe("a correction and a remark", () => {
  it("open as what they are and as nothing else", async () => {
    const { sealed: first, expected } = await sealedReport(sampleBytes(100));
    const context = { ...expected.context, version: 2 };
    const store = partStore();
    const correction = await sealPayload(
      { context, metadata: bloodTest, body: bodyOfBytes(sampleBytes(50)) },
      store.sink,
    );
    expect(correction.report).toBe(first.report);
    const opened = await openHead(correction.head, correction.contentKey, expectedOf(correction, context));
    expect(opened.metadata.length).toBe(50);
    const asFirst = expectedOf(correction, expected.context);
    await expect(openHead(correction.head, correction.contentKey, asFirst)).rejects.toThrow("its version differs");

    const remark = await sealedRemark(first);
    const read = await openHead(remark.sealed.head, remark.sealed.contentKey, remark.expected);
    expect(read.metadata.text).toBe("Please repeat in six weeks.");
    expect(read.parts).toEqual([]);
    expect(remark.sealed.head.length).toBeLessThan(1300);
  });

  it("by the patient name the chart as their author", async () => {
    const input = { location: recordsLocation, chart, author: chart, metadata: thanks, body: EMPTY_BODY };
    const sealed = await sealNewReport(input, async () => {});
    const context = { ...contextOf(sealed), author: chart };
    expect((await openHead(sealed.head, sealed.contentKey, expectedOf(sealed, context))).context.author).toBe(chart);
    const asPatient = { ...context, author: patient.account };
    const opening = openHead(sealed.head, sealed.contentKey, expectedOf(sealed, asPatient));
    await expect(opening).rejects.toThrow("its author differs");
  });
});

describe("errors", () => {
  it("hold neither keys nor plaintext", async () => {
    const { sealed, expected, store } = await sealedReport(new TextEncoder().encode("potassium ".repeat(1000)));
    const opened = await openHead(sealed.head, sealed.contentKey, expected);
    const errors: Error[] = [
      await openHead(sealed.head, newSeed(), expected).catch((error) => error),
      await openPart(opened, 0, flipBit(store.blobs.get(sealed.partDigests[0]!)!, 1)).catch((error) => error),
      await openPart({ ...opened, leaves: [newSeed()] }, 0, store.blobs.get(sealed.partDigests[0]!)!).catch(
        (error) => error,
      ),
    ];
    for (const error of errors) {
      const text = `${error.message} ${JSON.stringify(error)} ${JSON.stringify(error.cause ?? null)}`;
      expect(text).not.toContain("potassium");
      expect(text).not.toContain(bytesToHex(sealed.contentKey).slice(2));
    }
  });
});

function contextOf({ report }: SealedPayload): PayloadContext {
  return { kind: "report", location: recordsLocation, report, version: 1, epoch: 1, author: doctor.account };
}
