import type { Bytes } from "./bytes.ts";

/** Unsigned big-endian integers as they stand in every format of this package. */

export function u8(value: number): Bytes {
  return unsigned(value, 1);
}

export function u16(value: number): Bytes {
  return unsigned(value, 2);
}

export function u32(value: number): Bytes {
  return unsigned(value, 4);
}

/** Eight bytes; the value must be a safe integer, so at most 2⁵³ − 1. */
export function u64(value: number): Bytes {
  return unsigned(value, 8);
}

function unsigned(value: number, size: number): Bytes {
  if (!Number.isSafeInteger(value) || value < 0 || value >= 2 ** (8 * size)) throw new IntegerRangeError(value, size);
  const bytes = new Uint8Array(size);
  for (let i = size - 1, rest = value; i >= 0; i--, rest = Math.floor(rest / 256)) bytes[i] = rest % 256;
  return bytes;
}

export class IntegerRangeError extends Error {
  override name = "IntegerRangeError";
  constructor(value: number, size: number) {
    super(`${value} does not fit into ${size} bytes.`);
  }
}
