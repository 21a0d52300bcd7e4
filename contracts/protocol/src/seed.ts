import { secp256k1 } from "@noble/curves/secp256k1.js";
import { ml_kem768 } from "@noble/post-quantum/ml-kem.js";
import type { Address } from "viem";
import type { Bytes } from "./bytes.ts";
import { deriveKey } from "./derive-key.ts";
import { encryptionAddressOf } from "./encryption-address.ts";
import { randomBytes } from "./random.ts";

/** The one secret of a key version; everything else of that version is derived from it. */
export const SEED_LENGTH = 32;

/** Both key pairs of one key version. Secret: never leaves the key holder. */
export type Identity = {
  secp256k1: { secretKey: Bytes; publicKey: Bytes };
  mlKem768: { secretKey: Bytes; publicKey: Bytes };
  encryptionAddress: Address;
};

export function newSeed(): Bytes {
  return randomBytes(SEED_LENGTH);
}

/**
 * The keys of a seed. secp256k1: 48 derived bytes as a number, modulo n − 1, plus 1 (FIPS 186-5 A.2.1), public key
 * compressed (33 bytes). ML-KEM-768: 64 derived bytes as d ‖ z (FIPS 203 §7.1), public key 1,184 bytes.
 */
export function identityOfSeed(seed: Uint8Array): Identity {
  if (seed.length !== SEED_LENGTH) throw new SeedLengthError(seed.length);
  const secretKey = secp256k1.utils.randomSecretKey(deriveKey(seed, "seed/secp256k1", { length: 48 }));
  const publicKey = secp256k1.getPublicKey(secretKey, true);
  return {
    secp256k1: { secretKey, publicKey },
    mlKem768: ml_kem768.keygen(deriveKey(seed, "seed/ml-kem-768", { length: 64 })),
    encryptionAddress: encryptionAddressOf(publicKey),
  };
}

export class SeedLengthError extends Error {
  override name = "SeedLengthError";
  constructor(length: number) {
    super(`A seed has ${SEED_LENGTH} bytes, not ${length}.`);
  }
}
