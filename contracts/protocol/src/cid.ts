import { CID } from "multiformats/cid";
import * as digest from "multiformats/hashes/digest";
import { bytesToHex, hexToBytes, isHex, type Hex } from "viem";
import { unshared } from "./bytes.ts";

const RAW_CODEC = 0x55;
const SHA2_256 = 0x12;

/** The largest blob that is one raw IPFS block, so that its CID is the SHA-256 of its bytes: 1 MiB. */
export const MAX_BLOB = 2 ** 20;

/** SHA-256 of a blob as 32-byte hex: what the chain keeps of it. */
export async function digestOf(blob: Uint8Array): Promise<Hex> {
  return bytesToHex(new Uint8Array(await crypto.subtle.digest("SHA-256", unshared(blob))));
}

/** The CIDv1 (raw codec, sha2-256, base32) of the blob with this digest. */
export function cidOfDigest(blobDigest: Hex): string {
  if (!isHex(blobDigest) || blobDigest.length !== 66) throw new InvalidCidError();
  return CID.createV1(RAW_CODEC, digest.create(SHA2_256, hexToBytes(blobDigest))).toString();
}

/** @throws InvalidCidError for anything but a CIDv1 of one raw block hashed with sha2-256. */
export function digestOfCid(text: string): Hex {
  const cid = parseCid(text);
  if (cid.version !== 1 || cid.code !== RAW_CODEC || cid.multihash.code !== SHA2_256) throw new InvalidCidError();
  if (cid.multihash.digest.length !== 32) throw new InvalidCidError();
  return bytesToHex(cid.multihash.digest);
}

function parseCid(text: string): CID {
  try {
    return CID.parse(text);
  } catch {
    throw new InvalidCidError();
  }
}

export class InvalidCidError extends Error {
  override name = "InvalidCidError";
  constructor() {
    super("This is not the address of one raw block: a CIDv1 with the raw codec and a SHA-256 digest.");
  }
}
