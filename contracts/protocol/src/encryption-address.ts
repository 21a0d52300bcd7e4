import { secp256k1 } from "@noble/curves/secp256k1.js";
import { keccak256, slice, type Address } from "viem";

/** The Ethereum address of a secp256k1 public key (compressed or not): what the registry keeps of a key. */
export function encryptionAddressOf(publicKey: Uint8Array): Address {
  const uncompressed = secp256k1.Point.fromBytes(publicKey).toBytes(false);
  return slice(keccak256(uncompressed.subarray(1)), 12);
}
