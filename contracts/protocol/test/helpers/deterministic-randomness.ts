import { createHash } from "node:crypto";

/**
 * Runs `work` with the platform's randomness replaced by SHA-256(label ‖ counter) blocks, so that sealing gives the same bytes
 * every time. Only for vectors: the code under test has no way to be given randomness.
 */
export async function withDeterministicRandomness<T>(
  label: string,
  work: () => Promise<T>,
  onDrawn: (bytes: Uint8Array) => void = () => {},
): Promise<T> {
  let counter = 0;
  const getRandomValues = <A extends ArrayBufferView>(array: A): A => {
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    for (let offset = 0; offset < bytes.length; offset += 32) {
      const block = createHash("sha256").update(`${label} ${counter++}`).digest();
      bytes.set(block.subarray(0, Math.min(32, bytes.length - offset)), offset);
    }
    onDrawn(bytes.slice());
    return array;
  };
  Object.defineProperty(globalThis.crypto, "getRandomValues", { value: getRandomValues, configurable: true });
  try {
    return await work();
  } finally {
    Reflect.deleteProperty(globalThis.crypto, "getRandomValues");
  }
}
