import type { Hex } from "viem";
import { TAG_LENGTH } from "./aes-gcm.ts";
import { byteReader } from "./byte-reader.ts";
import { equalBytes, fixedBytes, joinBytes, type Bytes } from "./bytes.ts";
import { MAX_BLOB } from "./cid.ts";
import { u32, u64, u8 } from "./integers.ts";
import { padmeLength } from "./padme.ts";
import type { Author, RecordsLocation, ReportId } from "./report-id.ts";

/**
 * [Note: head and parts] A payload is one *head* block and any number of *part* blocks, each at most 1 MiB, so that each is one
 * raw IPFS block whose digest is its address.
 *
 * The head is header ‖ SHA-256 of every sealed part ‖ sealed section. The section holds the blinding, the metadata and the leaf
 * hashes, so metadata is readable without a part, and every part can be checked by itself, in any order. The header and the part
 * digests are authenticated with the section: no part can be changed, moved, dropped or taken from elsewhere.
 */
const MAGIC = new TextEncoder().encode("CKPL");
const SUITE = 1;
const KINDS = ["report", "remark"] as const;
const DIGEST_LENGTH = 32;
const MIN_PADDED_BODY = 4096;

export const PAYLOAD_SALT_LENGTH = 32;

/** Bytes of a head before the part digests. */
export const PAYLOAD_HEADER_LENGTH = 166;

/** Plaintext bytes in every part but the last: sealed, such a part is exactly 1 MiB. */
export const PART_SIZE = MAX_BLOB - TAG_LENGTH;

/**
 * Parts that are sealed or opened at the same time: enough that encryption, hashing and the store never wait for one another, few
 * enough that a document of any length takes the memory of a few.
 */
export const PARTS_IN_FLIGHT = 4;

export type PayloadKind = (typeof KINDS)[number];

/**
 * What a payload is and where it belongs. `version` counts the author's corrections, `epoch` the times it was rekeyed, both from
 * 1. For a remark, `report`, `version` and `epoch` are those of the report it was made on and `author` wrote the remark.
 */
export type PayloadContext = {
  kind: PayloadKind;
  location: RecordsLocation;
  report: ReportId;
  version: number;
  epoch: number;
  author: Author;
};

/** The clear beginning of a payload. `keyCommitment` ties it to one content key. */
export type PayloadHeader = PayloadContext & { salt: Bytes; paddedLength: number; keyCommitment: Bytes };

/** A head taken apart, nothing decrypted. `clear` is everything before the sealed section. */
export type ParsedPayload = { header: PayloadHeader; partDigests: Bytes[]; clear: Bytes; section: Bytes };

export function encodePayloadHeader(header: PayloadHeader): Bytes {
  return joinBytes(
    MAGIC,
    u8(SUITE),
    u8(KINDS.indexOf(header.kind) + 1),
    u64(header.location.chainId),
    fixedBytes(header.location.records, 20),
    fixedBytes(header.report, 32),
    u32(header.version),
    u32(header.epoch),
    fixedBytes(header.author, 20),
    header.salt,
    u64(header.paddedLength),
    header.keyCommitment,
  );
}

/** Takes a head apart. Needs no key, and proves nothing yet. @throws MalformedPayloadError */
export function parsePayload(head: Uint8Array): ParsedPayload {
  const reader = byteReader(head, (reason) => new MalformedPayloadError(reason));
  if (head.length > MAX_BLOB) throw new MalformedPayloadError("it is longer than one block");
  if (!equalBytes(reader.bytes(MAGIC.length), MAGIC)) throw new MalformedPayloadError("it does not begin like one");
  if (reader.u8() !== SUITE) throw new MalformedPayloadError("its suite is unknown to this version");
  const kind = KINDS[reader.u8() - 1];
  if (!kind) throw new MalformedPayloadError("its kind is unknown to this version");
  const header = {
    kind,
    location: { chainId: reader.u64(), records: reader.hex(20) },
    report: reader.hex(32),
    version: reader.u32(),
    epoch: reader.u32(),
    author: reader.hex(20),
    salt: reader.bytes(PAYLOAD_SALT_LENGTH),
    paddedLength: reader.u64(),
    keyCommitment: reader.bytes(DIGEST_LENGTH),
  };
  const count = partCount(header.paddedLength);
  if (count * DIGEST_LENGTH > head.length) throw new MalformedPayloadError(`it ends after ${head.length} bytes`);
  const partDigests = Array.from({ length: count }, () => reader.bytes(DIGEST_LENGTH));
  const clear = new Uint8Array(head.subarray(0, reader.offset()));
  return { header, partDigests, clear, section: reader.rest() };
}

/** The length a body is padded to: nothing stays nothing, small things become 4 KiB, the rest follows Padmé. */
export function paddedBodyLength(length: number): number {
  return length === 0 ? 0 : padmeLength(Math.max(length, MIN_PADDED_BODY));
}

export function partCount(paddedLength: number): number {
  return Math.ceil(paddedLength / PART_SIZE);
}

/** Where part `index` begins and ends in a body of this length. Both are `length` for a part that is all padding. */
export function partRange(length: number, index: number): { start: number; end: number } {
  return { start: Math.min(index * PART_SIZE, length), end: Math.min((index + 1) * PART_SIZE, length) };
}

/** The nonce of part `index`: 11-byte counter and a mark on the last (STREAM, Hoang et al. 2015, laid out as in age). */
export function partNonce(index: number, count: number): Bytes {
  return joinBytes(new Uint8Array(3), u64(index), u8(index === count - 1 ? 1 : 0));
}

/** The digest of a head or part, as the chain and the store name it. */
export type BlobDigest = Hex;

export class MalformedPayloadError extends Error {
  override name = "MalformedPayloadError";
  constructor(reason: string) {
    super(`This stored report cannot be read: ${reason}. Nothing is shown; fetch it from another store.`);
  }
}
