import { secp256k1 } from "@noble/curves/secp256k1.js";
import type { Address } from "viem";
import type { Bytes } from "./bytes.ts";
import { encryptionAddressOf } from "./encryption-address.ts";

/** A new private key (secp256k1, 32 bytes) that may recover control of a chart. Secret: kept in the keyring. */
export function newRecoveryAuthoriser(): Bytes {
  return secp256k1.utils.randomSecretKey() as Bytes;
}

/** The address that the registry knows it by. */
export function recoveryAuthoriserAddress(authoriser: Uint8Array): Address {
  return encryptionAddressOf(secp256k1.getPublicKey(authoriser, true));
}
