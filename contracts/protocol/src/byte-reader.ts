import { bytesToHex, type Hex } from "viem";
import type { Bytes } from "./bytes.ts";

/**
 * Reads fields one after another. Whatever would read past the end, and an `end()` before the end, throws what `malformed`
 * makes of the reason. Everything returned is a copy.
 */
export function byteReader(source: Uint8Array, malformed: (reason: string) => Error) {
  let offset = 0;

  function bytes(length: number): Bytes {
    if (length > source.length - offset) throw malformed(`it ends after ${source.length} bytes`);
    offset += length;
    return new Uint8Array(source.subarray(offset - length, offset));
  }

  function unsigned(size: number): number {
    const value = bytes(size).reduce((total, byte) => total * 256 + byte, 0);
    if (!Number.isSafeInteger(value)) throw malformed("it holds a number that is too large");
    return value;
  }

  return {
    bytes,
    u8: () => unsigned(1),
    u16: () => unsigned(2),
    u32: () => unsigned(4),
    u64: () => unsigned(8),
    hex: (length: number): Hex => bytesToHex(bytes(length)),
    rest: () => bytes(source.length - offset),
    offset: () => offset,
    end() {
      if (offset !== source.length) throw malformed(`${source.length - offset} bytes follow its end`);
    },
  };
}
