import { concat, keccak256, slice, toHex, type Hex } from "viem";

/** Bytes as digests, keys and ciphertext have them, hardly a zero among them. The same for the same name, always. */
export function realisticBytes(name: string, length = 32): Hex {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, n) => keccak256(toHex(`${name} ${n}`)));
  return slice(concat(blocks), 0, length);
}
