import { hexToBytes, type Hex } from "viem";

/** Bytes that WebCrypto takes: never backed by shared memory, which another thread could change under its feet. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** The same bytes when they are already unshared, a copy otherwise. */
export function unshared(bytes: Uint8Array): Bytes {
  return isUnshared(bytes) ? bytes : new Uint8Array(bytes);
}

export function bytesOfHex(hex: Hex): Bytes {
  return unshared(hexToBytes(hex));
}

/** Hex of exactly `length` bytes, such as an account (20) or a digest (32). @throws HexLengthError */
export function fixedBytes(hex: Hex, length: number): Bytes {
  const bytes = bytesOfHex(hex);
  if (bytes.length !== length) throw new HexLengthError(length, bytes.length);
  return bytes;
}

export function joinBytes(...parts: readonly Uint8Array[]): Bytes {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** Compares without an early exit, so that time tells nothing about where two secrets differ. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= a[i]! ^ b[i]!;
  return difference === 0;
}

function isUnshared(bytes: Uint8Array): bytes is Bytes {
  return bytes.buffer instanceof ArrayBuffer;
}

export class HexLengthError extends Error {
  override name = "HexLengthError";
  constructor(expected: number, given: number) {
    super(`Expected ${expected} bytes as hex, got ${given}.`);
  }
}
