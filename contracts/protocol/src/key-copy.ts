import { bytesToHex, isAddressEqual, type Hex } from "viem";
import { parseKeyBundle } from "./bundle.ts";
import { byteReader } from "./byte-reader.ts";
import { bytesOfHex, equalBytes, fixedBytes, joinBytes, type Bytes } from "./bytes.ts";
import { u16, u32, u64, u8 } from "./integers.ts";
import type { PublishedKey } from "./key-publication.ts";
import type { RegistryLocation } from "./typed-data.ts";

const MAGIC = new TextEncoder().encode("CKKC");
const FORMAT = 1;

/**
 * The one blob that has the same content as a `KeyPublished` event, for a store to keep. Whoever has the event knows its address;
 * whoever has only the blob checks it against the registry, see "Copy of a key" in the README.
 *
 * @throws IntegerRangeError for an account signature of more than 65,535 bytes.
 */
export function encodeKeyCopy({ chainId, registry }: RegistryLocation, key: PublishedKey): Bytes {
  const { account, version, bundle, keyring, possession, accountSignature } = key;
  return joinBytes(
    MAGIC,
    u8(FORMAT),
    u64(chainId),
    fixedBytes(registry, 20),
    fixedBytes(account, 20),
    u32(version),
    ...[bundle, keyring, possession, accountSignature].map(measured),
  );
}

/**
 * Reads a copy. Nothing in it is proven: `verifyKeyPublication` checks the key, and a keyring proves itself by opening.
 *
 * @throws MalformedKeyCopyError for other bytes, or a copy from another network; MalformedKeyBundleError
 */
export function parseKeyCopy(location: RegistryLocation, copy: Uint8Array): PublishedKey {
  const reader = byteReader(copy, (reason) => new MalformedKeyCopyError(reason));
  if (!equalBytes(reader.bytes(MAGIC.length), MAGIC)) throw new MalformedKeyCopyError("it does not begin like one");
  if (reader.u8() !== FORMAT) throw new MalformedKeyCopyError("its format is unknown to this version");
  const [chainId, registry] = [reader.u64(), reader.hex(20)];
  if (chainId !== location.chainId || !isAddressEqual(registry, location.registry)) {
    throw new MalformedKeyCopyError("it is of another network");
  }
  const [account, version] = [reader.hex(20), reader.u32()];
  const next = (): Hex => bytesToHex(reader.bytes(reader.u16()));
  const [bundle, keyring, possession, accountSignature] = [next(), next(), next(), next()];
  reader.end();
  const { encryptionAddress } = parseKeyBundle(bytesOfHex(bundle));
  return { account, version, encryptionAddress, bundle, keyring, possession, accountSignature };
}

function measured(field: Hex): Bytes {
  const bytes = bytesOfHex(field);
  return joinBytes(u16(bytes.length), bytes);
}

export class MalformedKeyCopyError extends Error {
  override name = "MalformedKeyCopyError";
  constructor(reason: string) {
    super(
      `This is no copy of a key that can be used: ${reason}. Nothing was opened; compare its address with your note.`,
    );
  }
}
