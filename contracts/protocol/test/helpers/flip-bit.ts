import { createHash } from "node:crypto";

/** A copy of `bytes` with one bit changed. Bits count from the most significant of the first byte. */
export function flipBit(bytes: Uint8Array, bit: number): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes);
  copy[bit >> 3]! ^= 128 >> (bit & 7);
  return copy;
}

/** So many bits of `length` bytes, by a chance that is the same in every run: a flip that is accepted is found again. */
export function chosenBits(seed: string, count: number, length: number): number[] {
  return Array.from({ length: count }, (_, index) => {
    const digest = createHash("sha256").update(`${seed} ${index}`).digest();
    return Number(digest.readBigUInt64BE() % BigInt(length * 8));
  });
}
