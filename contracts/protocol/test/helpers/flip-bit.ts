/** A copy of `bytes` with one bit changed. Bits count from the most significant of the first byte. */
export function flipBit(bytes: Uint8Array, bit: number): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes);
  copy[bit >> 3]! ^= 128 >> (bit & 7);
  return copy;
}
