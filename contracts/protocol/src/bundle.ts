import { secp256k1 } from "@noble/curves/secp256k1.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { keccak256, type Address, type Hex } from "viem";
import { byteReader } from "./byte-reader.ts";
import { fixedBytes, joinBytes, type Bytes } from "./bytes.ts";
import { symbolsOfBytes, textOfSymbols } from "./crockford.ts";
import { encryptionAddressOf } from "./encryption-address.ts";
import { u8 } from "./integers.ts";
import type { Identity } from "./seed.ts";

const SUITE = 1;
const SECP256K1_LENGTH = 33;
const ML_KEM_768_LENGTH = 1184;
const ML_KEM_Q = 3329;
const FINGERPRINT_SYMBOLS = 20;

/** The public keys that an account publishes for one key version. It names no account, chain or version. */
export type KeyBundle = { secp256k1: Bytes; mlKem768: Bytes; encryptionAddress: Address };

/** The bytes to publish: suite, compressed secp256k1 key, ML-KEM-768 encapsulation key. */
export function keyBundleOf(identity: Pick<Identity, "secp256k1" | "mlKem768">): Bytes {
  return joinBytes(u8(SUITE), identity.secp256k1.publicKey, identity.mlKem768.publicKey);
}

/** @throws MalformedKeyBundleError unless both keys are valid and nothing precedes, follows or is missing. */
export function parseKeyBundle(encoded: Uint8Array): KeyBundle {
  const reader = byteReader(encoded, (reason) => new MalformedKeyBundleError(reason));
  if (reader.u8() !== SUITE) throw new MalformedKeyBundleError("its suite is unknown to this version");
  const classical = reader.bytes(SECP256K1_LENGTH);
  const postQuantum = reader.bytes(ML_KEM_768_LENGTH);
  reader.end();
  if (!secp256k1.utils.isValidPublicKey(classical, true)) throw new MalformedKeyBundleError("its first key is no key");
  if (!isEncapsulationKey(postQuantum)) throw new MalformedKeyBundleError("its second key is no key");
  return { secp256k1: classical, mlKem768: postQuantum, encryptionAddress: encryptionAddressOf(classical) };
}

/** keccak256 of the encoded bundle: what both signatures of a publication cover. */
export function bundleDigestOf(encoded: Uint8Array): Hex {
  return keccak256(encoded);
}

/**
 * For two people to compare, for example by telephone: 100 bits over account and bundle as five groups of four characters,
 * "7K3M QW9D 4XHT ZB2R N8FC". Long enough that nobody can search for a key with the fingerprint of another.
 */
export function keyFingerprint(account: Address, encoded: Uint8Array): string {
  const label = new TextEncoder().encode("chartkey:v1:fingerprint\0");
  const hash = sha256(joinBytes(label, fixedBytes(account, 20), encoded));
  return textOfSymbols(symbolsOfBytes(hash, FINGERPRINT_SYMBOLS)).replace(/(.{4})(?=.)/g, "$1 ");
}

/** The modulus check of FIPS 203 §7.2: every 12-bit coefficient is reduced. The last 32 bytes are a seed. */
function isEncapsulationKey(key: Uint8Array): boolean {
  for (let i = 0; i < ML_KEM_768_LENGTH - 32; i += 3) {
    const [low, middle, high] = [key[i]!, key[i + 1]!, key[i + 2]!];
    if ((low | ((middle & 15) << 8)) >= ML_KEM_Q || ((middle >> 4) | (high << 4)) >= ML_KEM_Q) return false;
  }
  return true;
}

export class MalformedKeyBundleError extends Error {
  override name = "MalformedKeyBundleError";
  constructor(reason: string) {
    super(`This key bundle cannot be used: ${reason}. Nothing was sealed for it; ask its owner to publish a new key.`);
  }
}
