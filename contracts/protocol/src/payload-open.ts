import { bytesToHex, type Hex } from "viem";
import { aesOpen, ONLY_NONCE, TAG_LENGTH, type AesKey } from "./aes-gcm.ts";
import { equalBytes, fixedBytes, type Bytes } from "./bytes.ts";
import { digestOf } from "./cid.ts";
import { leafHash, merkleRoot } from "./commitment.ts";
import {
  MalformedPayloadError,
  paddedBodyLength,
  parsePayload,
  partCount,
  partNonce,
  partRange,
  PARTS_IN_FLIGHT,
  PART_SIZE,
  type BlobDigest,
  type PayloadContext,
} from "./payload-format.ts";
import { payloadKeys } from "./payload-keys.ts";
import { parsePayloadSection } from "./payload-section.ts";
import { decodeReportMetadata, type ReportMetadata } from "./report-metadata.ts";

const EMPTY = new Uint8Array();

/** What the chain says about a payload. All of it is checked. */
export type ExpectedPayload = { context: PayloadContext; commitment: Hex; digest: BlobDigest };

/** A part to fetch. `size` is that of the sealed bytes. */
export type PartReference = { index: number; digest: BlobDigest; size: number };

/** Answers the sealed bytes of a part, or null when no store has it. */
export type FetchPart = (part: PartReference) => Promise<Uint8Array | null>;

/** A payload whose head was checked. Secret, except for `context`, `commitment` and `parts`. */
export type OpenedPayload = {
  context: PayloadContext;
  commitment: Bytes;
  metadata: ReportMetadata;
  encodedMetadata: Bytes;
  blinding: Bytes;
  leaves: Bytes[];
  parts: PartReference[];
  partsKey: AesKey;
};

/**
 * Opens a head: afterwards the metadata is known and proven to be what the author committed to.
 * @throws PayloadDigestMismatchError, MalformedPayloadError, WrongPayloadError, WrongContentKeyError, PayloadHeadAlteredError,
 * CommitmentMismatchError, InvalidReportMetadataError
 */
export async function openHead(
  head: Uint8Array,
  contentKey: Uint8Array,
  expected: ExpectedPayload,
): Promise<OpenedPayload> {
  if ((await digestOf(head)) !== expected.digest.toLowerCase()) throw new PayloadDigestMismatchError();
  const { header, partDigests, clear, section } = parsePayload(head);
  requireContext(header, expected.context);

  const keys = await payloadKeys(contentKey, header.salt);
  if (!equalBytes(keys.commitment, header.keyCommitment)) throw new WrongContentKeyError();
  const plaintext = await aesOpen(keys.head, ONLY_NONCE, section, clear);
  if (!plaintext) throw new PayloadHeadAlteredError();
  const inside = parsePayloadSection(plaintext);
  if (!inside) throw new MalformedPayloadError("its author sealed something else into it");

  const { blinding, leaves, metadata: encodedMetadata } = inside;
  const commitment = merkleRoot([await leafHash(blinding, 0, encodedMetadata), ...leaves]);
  if (!equalBytes(commitment, fixedBytes(expected.commitment, 32))) throw new CommitmentMismatchError();

  const metadata = decodeReportMetadata(encodedMetadata);
  const { paddedLength, salt: _salt, keyCommitment: _keyCommitment, ...context } = header;
  if (paddedLength !== paddedBodyLength(metadata.length) || leaves.length !== partCount(metadata.length)) {
    throw new MalformedPayloadError("its length is not the one its author committed to");
  }
  const parts = partDigests.map((digest, index) => ({
    index,
    digest: bytesToHex(digest),
    size: Math.min(PART_SIZE, paddedLength - index * PART_SIZE) + TAG_LENGTH,
  }));
  return { context, commitment, metadata, encodedMetadata, blinding, leaves, parts, partsKey: keys.parts };
}

/**
 * Opens one part, in any order: checked against the head, against its tag and against the author's commitment before a byte of
 * it is released. Answers the document's bytes from `index * PART_SIZE` on, without padding.
 * @throws PartMissingError, PartTruncatedError, PartMisplacedError, PartAlteredError, CommitmentMismatchError
 */
export async function openPart(opened: OpenedPayload, index: number, sealed: Uint8Array): Promise<Bytes> {
  const { parts, leaves, blinding, partsKey } = opened;
  const part = parts[index];
  if (!part) throw new PartMissingError(index);
  if (sealed.length < part.size) throw new PartTruncatedError(index);
  const digest = await digestOf(sealed);
  if (digest !== part.digest) {
    const actual = parts.find((other) => other.digest === digest);
    throw actual ? new PartMisplacedError(index, actual.index) : new PartAlteredError(index);
  }
  const padded = await aesOpen(partsKey, partNonce(index, parts.length), sealed, EMPTY);
  if (!padded) throw new PartAlteredError(index);

  const { start, end } = partRange(opened.metadata.length, index);
  const content = padded.subarray(0, end - start);
  if (padded.subarray(content.length).some((byte) => byte !== 0)) throw new CommitmentMismatchError();
  const leaf = leaves[index];
  if (leaf && !equalBytes(leaf, await leafHash(blinding, index + 1, content))) throw new CommitmentMismatchError();
  return content;
}

/** The whole document in order, a part at a time, up to four being fetched and checked ahead of the reader. */
export async function* openBody(opened: OpenedPayload, fetchPart: FetchPart): AsyncGenerator<Bytes, void, undefined> {
  const ahead: Promise<Bytes>[] = [];
  const parts = opened.parts.slice(0, opened.leaves.length);
  for (const part of parts) {
    ahead.push(settledLater(fetchAndOpen(opened, part, fetchPart)));
    if (ahead.length >= PARTS_IN_FLIGHT) yield await ahead.shift()!;
  }
  for (const next of ahead) yield await next;
}

async function fetchAndOpen(opened: OpenedPayload, part: PartReference, fetchPart: FetchPart): Promise<Bytes> {
  const sealed = await fetchPart(part);
  if (!sealed) throw new PartMissingError(part.index);
  return openPart(opened, part.index, sealed);
}

/** Keeps a failure for whoever awaits it, without it counting as unhandled until then. */
function settledLater<T>(work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  return work;
}

function requireContext(actual: PayloadContext, expected: PayloadContext): void {
  const fields = ["kind", "version", "epoch", "report", "author"] as const;
  const wrong = fields.find((field) => `${actual[field]}`.toLowerCase() !== `${expected[field]}`.toLowerCase());
  if (wrong) throw new WrongPayloadError(wrong);
  if (actual.location.chainId !== expected.location.chainId) throw new WrongPayloadError("network");
  if (actual.location.records.toLowerCase() !== expected.location.records.toLowerCase()) {
    throw new WrongPayloadError("contract");
  }
}

/** The block is not the one that the chain names. */
export class PayloadDigestMismatchError extends Error {
  override name = "PayloadDigestMismatchError";
  constructor() {
    super("What the store sent is not what was stored. Nothing of it is shown; fetch it from another store.");
  }
}

/** The payload belongs to something else. `field` says what differs. */
export class WrongPayloadError extends Error {
  override name = "WrongPayloadError";
  readonly field: string;
  constructor(field: string) {
    super(`This was sealed as something else: its ${field} differs. Nothing is shown; tell the report's author.`);
    this.field = field;
  }
}

export class WrongContentKeyError extends Error {
  override name = "WrongContentKeyError";
  constructor() {
    super(
      "The key you were given does not open this report. Nothing is shown; ask whoever shared it to share it again.",
    );
  }
}

export class PayloadHeadAlteredError extends Error {
  override name = "PayloadHeadAlteredError";
  constructor() {
    super("This report was altered after it was sealed. We will not show it; tell the report's author.");
  }
}

/** What was sealed is not what the author committed to on chain. */
export class CommitmentMismatchError extends Error {
  override name = "CommitmentMismatchError";
  constructor() {
    super("This report is not what its author signed. We will not show it; tell the report's author.");
  }
}

/** Parts are counted from 0 in code and from 1 in sentences. */
export class PartMissingError extends Error {
  override name = "PartMissingError";
  constructor(index: number) {
    super(`Part ${index + 1} of this report is missing. What was already shown is genuine; try another store.`);
  }
}

export class PartTruncatedError extends Error {
  override name = "PartTruncatedError";
  constructor(index: number) {
    super(`Part ${index + 1} of this report was cut short. What was already shown is genuine; fetch it again.`);
  }
}

export class PartMisplacedError extends Error {
  override name = "PartMisplacedError";
  constructor(index: number, actual: number) {
    super(`Part ${actual + 1} of this report came in place of part ${index + 1}. It is not shown; fetch it again.`);
  }
}

/** Neither this part nor another one of this payload: changed, or taken from another payload. */
export class PartAlteredError extends Error {
  override name = "PartAlteredError";
  constructor(index: number) {
    super(`Part ${index + 1} of this report is not what was stored. It is not shown; try another store.`);
  }
}
