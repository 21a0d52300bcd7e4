import { joinBytes, unshared, type Bytes } from "./bytes.ts";

/**
 * A document to seal, read range by range, in order and each range once, so that it need never be whole in memory.
 * `read` answers exactly `end − start` bytes.
 */
export type PayloadBody = { length: number; read(start: number, end: number): Promise<Uint8Array> };

/** No document at all, as in a remark. */
export const EMPTY_BODY: PayloadBody = { length: 0, read: async () => new Uint8Array() };

export function bodyOfBytes(bytes: Uint8Array): PayloadBody {
  return { length: bytes.length, read: async (start, end) => bytes.subarray(start, end) };
}

/** A file or blob, read slice by slice. */
export function bodyOfBlob(blob: Blob): PayloadBody {
  return {
    length: blob.size,
    read: async (start, end) => new Uint8Array(await blob.slice(start, end).arrayBuffer()),
  };
}

/** A stream of known length. Keeps at most one range and one chunk in memory. @throws BodyLengthError when it ends early. */
export function bodyOfChunks(length: number, chunks: AsyncIterable<Uint8Array>): PayloadBody {
  const iterator = chunks[Symbol.asyncIterator]();
  let rest: Bytes = new Uint8Array();

  async function read(start: number, end: number): Promise<Uint8Array> {
    const pieces: Bytes[] = [];
    let missing = end - start;
    while (missing > 0) {
      if (rest.length === 0) {
        const { done, value } = await iterator.next();
        if (done) throw new BodyLengthError();
        rest = unshared(value);
      }
      const piece = rest.subarray(0, missing);
      pieces.push(piece);
      rest = rest.subarray(piece.length);
      missing -= piece.length;
    }
    return joinBytes(...pieces);
  }

  return { length, read };
}

export class BodyLengthError extends Error {
  override name = "BodyLengthError";
  constructor() {
    super("The file changed while it was read. Nothing was sent; choose it again.");
  }
}
