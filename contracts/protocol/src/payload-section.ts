import { byteReader } from "./byte-reader.ts";
import { joinBytes, type Bytes } from "./bytes.ts";
import { BLINDING_LENGTH } from "./commitment.ts";
import { u32 } from "./integers.ts";
import { padmeLength } from "./padme.ts";

const LEAF_LENGTH = 32;
const MIN_LENGTH = 1024;

/** The part of a head that is sealed. `leaves` are those of the body; that of the metadata is computed. */
export type PayloadSection = { blinding: Bytes; metadata: Bytes; leaves: Bytes[] };

/** blinding ‖ metadata length (u32) ‖ metadata ‖ number of leaves (u32) ‖ leaves ‖ zeros up to a Padmé length of at least 1 KiB. */
export function encodePayloadSection({ blinding, metadata, leaves }: PayloadSection): Bytes {
  const fields = joinBytes(blinding, u32(metadata.length), metadata, u32(leaves.length), ...leaves);
  const length = payloadSectionLength(metadata.length, leaves.length);
  return joinBytes(fields, new Uint8Array(length - fields.length));
}

/** How long the encoded section of a payload with this metadata and this many leaves is. */
export function payloadSectionLength(metadataLength: number, leaves: number): number {
  const fields = BLINDING_LENGTH + 4 + metadataLength + 4 + leaves * LEAF_LENGTH;
  return padmeLength(Math.max(fields, MIN_LENGTH));
}

/** Null when it is not well formed. */
export function parsePayloadSection(encoded: Uint8Array): PayloadSection | null {
  try {
    return parse(encoded);
  } catch (error) {
    if (error instanceof MalformedSectionError) return null;
    throw error;
  }
}

function parse(encoded: Uint8Array): PayloadSection {
  const reader = byteReader(encoded, () => new MalformedSectionError());
  const blinding = reader.bytes(BLINDING_LENGTH);
  const metadata = reader.bytes(reader.u32());
  const count = reader.u32();
  if (count * LEAF_LENGTH > encoded.length) throw new MalformedSectionError();
  const leaves = Array.from({ length: count }, () => reader.bytes(LEAF_LENGTH));
  if (encoded.length !== payloadSectionLength(metadata.length, leaves.length)) throw new MalformedSectionError();
  if (reader.rest().some((byte) => byte !== 0)) throw new MalformedSectionError();
  return { blinding, metadata, leaves };
}

class MalformedSectionError extends Error {
  override name = "MalformedSectionError";
}
