import { bytesToHex, size, type Address, type Hex } from "viem";
import { byteReader } from "./byte-reader.ts";
import { bytesOfHex, equalBytes, joinBytes, type Bytes } from "./bytes.ts";
import { MalformedCapsuleError, parseCapsule, type Capsule } from "./capsule-format.ts";
import { MAX_BLOB } from "./cid.ts";
import { u16, u32, u8 } from "./integers.ts";

const MAGIC = new TextEncoder().encode("CKCB");
const FORMAT = 1;
const DIGEST_LENGTH = 32;

/** What an event's `capsules` field is: the digest of a stored bundle, or a bundle itself. */
export type CapsulesField = { kind: "stored"; digest: Hex } | { kind: "inline"; bundle: Bytes };

/** Several capsules, in one blob to store or to put into an event. @throws CapsuleBundleTooLongError beyond 1 MiB. */
export function encodeCapsuleBundle(capsules: readonly Uint8Array[]): Bytes {
  const encoded = capsules.map((capsule) => joinBytes(u32(capsule.length), capsule));
  const bundle = joinBytes(MAGIC, u8(FORMAT), u16(capsules.length), ...encoded);
  if (bundle.length > MAX_BLOB) throw new CapsuleBundleTooLongError();
  return bundle;
}

/** @throws MalformedCapsuleError when the bundle or any of its capsules is malformed. */
export function parseCapsuleBundle(bundle: Uint8Array): Capsule[] {
  const reader = byteReader(bundle, (reason) => new MalformedCapsuleError(reason));
  if (!equalBytes(reader.bytes(MAGIC.length), MAGIC)) throw new MalformedCapsuleError("it does not begin like one");
  if (reader.u8() !== FORMAT) throw new MalformedCapsuleError("its format is unknown to this version");
  const capsules = Array.from({ length: reader.u16() }, () => parseCapsule(reader.bytes(reader.u32())));
  reader.end();
  return capsules;
}

/** The capsules made for an account, of one key version or of any. */
export function capsulesFor(
  capsules: readonly Capsule[],
  { account, keyVersion }: { account: Address; keyVersion?: number },
): Capsule[] {
  return capsules.filter(
    ({ context }) =>
      context.recipient === account.toLowerCase() && (keyVersion === undefined || context.keyVersion === keyVersion),
  );
}

/** Reads an event's `capsules`: 32 bytes are the digest of a stored bundle, anything longer is the bundle. */
export function parseCapsulesField(field: Hex): CapsulesField {
  if (size(field) < DIGEST_LENGTH) throw new MalformedCapsuleError("it is shorter than a digest");
  if (size(field) === DIGEST_LENGTH) return { kind: "stored", digest: bytesToHex(bytesOfHex(field)) };
  return { kind: "inline", bundle: bytesOfHex(field) };
}

export class CapsuleBundleTooLongError extends Error {
  override name = "CapsuleBundleTooLongError";
  constructor() {
    super("These keys do not fit into one block of 1 MiB. Nothing was shared; share fewer reports at once.");
  }
}
