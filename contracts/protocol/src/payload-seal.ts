import { bytesToHex, type Hex } from "viem";
import { aesSeal, ONLY_NONCE, TAG_LENGTH, type AesKey } from "./aes-gcm.ts";
import { equalBytes, fixedBytes, joinBytes, unshared, type Bytes } from "./bytes.ts";
import type { ChartId } from "./chart.ts";
import { digestOf, MAX_BLOB } from "./cid.ts";
import { BLINDING_LENGTH, leafHash, merkleRoot } from "./commitment.ts";
import { BodyLengthError, bodyOfChunks, type PayloadBody } from "./payload-body.ts";
import {
  encodePayloadHeader,
  paddedBodyLength,
  partCount,
  partNonce,
  partRange,
  PARTS_IN_FLIGHT,
  PART_SIZE,
  PAYLOAD_HEADER_LENGTH,
  PAYLOAD_SALT_LENGTH,
  type BlobDigest,
  type PayloadContext,
} from "./payload-format.ts";
import { CONTENT_KEY_LENGTH, payloadKeys } from "./payload-keys.ts";
import { CommitmentMismatchError, openBody, type FetchPart, type OpenedPayload } from "./payload-open.ts";
import { encodePayloadSection, payloadSectionLength } from "./payload-section.ts";
import { randomBytes } from "./random.ts";
import { reportIdOf, type Author, type RecordsLocation, type ReportId } from "./report-id.ts";
import { encodeReportMetadata, type ReportMetadata } from "./report-metadata.ts";

const EMPTY = new Uint8Array();

/** A part ready to be stored. `bytes` is at most 1 MiB and is not used again after the sink is done with it. */
export type SealedPart = { index: number; count: number; digest: BlobDigest; bytes: Bytes };

/** Takes each sealed part, several at a time and not always in order. Sealing waits for it. */
export type PartSink = (part: SealedPart) => Promise<void>;

/** A sealed payload. `contentKey` is secret; `digest` is that of `head`. */
export type SealedPayload = {
  report: ReportId;
  commitment: Hex;
  contentKey: Bytes;
  head: Bytes;
  digest: BlobDigest;
  partDigests: BlobDigest[];
};

/** Metadata as the caller knows it; the length is the body's. */
export type BodyMetadata = Omit<ReportMetadata, "length">;

type Inside = { metadata: Bytes; blinding: Bytes; body: PayloadBody };

/**
 * Seals the first version of a new report. Its id follows from its commitment, and so is known only now.
 * @throws PayloadTooLongError, BodyLengthError, InvalidReportMetadataError
 */
export async function sealNewReport(
  input: { location: RecordsLocation; chart: ChartId; author: Author; metadata: BodyMetadata; body: PayloadBody },
  sink: PartSink,
): Promise<SealedPayload> {
  const { location, chart, author } = input;
  return seal(freshInside(input), sink, (commitment) => {
    const report = reportIdOf(location, { chart, author, commitment });
    return { kind: "report", location, report, version: 1, epoch: 1, author };
  });
}

/**
 * Seals a correction of a report, or a remark on one.
 * @throws PayloadTooLongError, BodyLengthError, InvalidReportMetadataError
 */
export async function sealPayload(
  input: { context: PayloadContext; metadata: BodyMetadata; body: PayloadBody },
  sink: PartSink,
): Promise<SealedPayload> {
  return seal(freshInside(input), sink, () => input.context);
}

/**
 * Seals what was opened again under a new content key, for a new epoch. The commitment stays; everyone can check that what is
 * said is the same. Parts are fetched, checked and sealed a few at a time.
 */
export async function rekeyPayload(
  { opened, epoch, fetchPart }: { opened: OpenedPayload; epoch: number; fetchPart: FetchPart },
  sink: PartSink,
): Promise<SealedPayload> {
  const { encodedMetadata: metadata, blinding, context } = opened;
  const body = bodyOfChunks(opened.metadata.length, openBody(opened, fetchPart));
  const sealed = await seal({ metadata, blinding, body }, sink, () => ({ ...context, epoch }));
  if (!equalBytes(fixedBytes(sealed.commitment, 32), opened.commitment)) throw new CommitmentMismatchError();
  return sealed;
}

function freshInside({ metadata, body }: { metadata: BodyMetadata; body: PayloadBody }): Inside {
  const encoded = encodeReportMetadata({ ...metadata, length: body.length });
  return { metadata: encoded, blinding: randomBytes(BLINDING_LENGTH), body };
}

async function seal(
  inside: Inside,
  sink: PartSink,
  contextOf: (commitment: Hex) => PayloadContext,
): Promise<SealedPayload> {
  const { metadata, blinding, body } = inside;
  const contentKey = randomBytes(CONTENT_KEY_LENGTH);
  const salt = randomBytes(PAYLOAD_SALT_LENGTH);
  const keys = await payloadKeys(contentKey, salt);
  const paddedLength = paddedBodyLength(body.length);
  if (headLength(metadata.length, body.length) > MAX_BLOB) throw new PayloadTooLongError();

  const { digests, leaves } = await sealParts(inside, paddedLength, keys.parts, sink);
  const commitment = bytesToHex(merkleRoot([await leafHash(blinding, 0, metadata), ...leaves]));

  const context = contextOf(commitment);
  const header = encodePayloadHeader({ ...context, salt, paddedLength, keyCommitment: keys.commitment });
  const clear = joinBytes(header, ...digests.map((digest) => fixedBytes(digest, 32)));
  const section = encodePayloadSection({ blinding, metadata, leaves });
  const head = joinBytes(clear, await aesSeal(keys.head, ONLY_NONCE, section, clear));
  return { report: context.report, commitment, contentKey, head, digest: await digestOf(head), partDigests: digests };
}

function headLength(metadataLength: number, bodyLength: number): number {
  const clear = PAYLOAD_HEADER_LENGTH + 32 * partCount(paddedBodyLength(bodyLength));
  return clear + payloadSectionLength(metadataLength, partCount(bodyLength)) + TAG_LENGTH;
}

/** Reads in order; seals, hashes and hands over up to four parts at once. */
async function sealParts({ blinding, body }: Inside, paddedLength: number, key: AesKey, sink: PartSink) {
  const count = partCount(paddedLength);
  const digests = new Array<BlobDigest>(count);
  const leaves: Bytes[] = [];
  const running = new Set<Promise<void>>();

  for (let index = 0; index < count; index++) {
    const content = await readPart(body, index);
    const size = Math.min(PART_SIZE, paddedLength - index * PART_SIZE);
    const work = sealOne(index, content, size).finally(() => running.delete(work));
    work.catch(() => undefined); // whoever awaits `running` sees it; later failures of other parts must not go unhandled
    running.add(work);
    if (running.size >= PARTS_IN_FLIGHT) await Promise.race(running);
  }
  await Promise.all(running);
  return { digests, leaves };

  async function sealOne(index: number, content: Bytes, size: number): Promise<void> {
    const padded = content.length === size ? content : joinBytes(content, new Uint8Array(size - content.length));
    const [leaf, bytes] = await Promise.all([
      content.length > 0 ? leafHash(blinding, index + 1, content) : null,
      aesSeal(key, partNonce(index, count), padded, EMPTY),
    ]);
    if (leaf) leaves[index] = leaf;
    const digest = await digestOf(bytes);
    digests[index] = digest;
    await sink({ index, count, digest, bytes });
  }
}

async function readPart(body: PayloadBody, index: number): Promise<Bytes> {
  const { start, end } = partRange(body.length, index);
  const content = start < end ? await body.read(start, end) : EMPTY;
  if (content.length !== end - start) throw new BodyLengthError();
  return unshared(content);
}

export class PayloadTooLongError extends Error {
  override name = "PayloadTooLongError";
  constructor() {
    super("This document is too long to be one report. Nothing was added; split it into several.");
  }
}
