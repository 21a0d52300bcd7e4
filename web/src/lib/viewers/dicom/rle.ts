import { DicomError } from "./dicomError.ts";

const HEADER = 64;

/**
 * Undoes RLE Lossless (DICOM PS3.5 annex G): up to fifteen segments, one for each byte of each sample, the most significant first,
 * each packed as PackBits.
 *
 * @param pixels rows times columns
 * @param bytesPerSample 1 or 2
 * @returns little-endian samples, colours plane by plane
 * @throws DicomError when the segments do not fit
 */
export function unpackRle(frame: Uint8Array, pixels: number, samples: number, bytesPerSample: number): Uint8Array {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const segments = frame.length >= HEADER ? view.getUint32(0, true) : 0;
  if (segments !== samples * bytesPerSample) throw damaged();
  const out = new Uint8Array(pixels * samples * bytesPerSample);
  for (let segment = 0; segment < segments; segment++) {
    const start = view.getUint32(4 * (segment + 1), true);
    const next = segment + 1 < segments ? view.getUint32(4 * (segment + 2), true) : frame.length;
    if (start < HEADER || next < start || next > frame.length) throw damaged();
    const sample = Math.floor(segment / bytesPerSample);
    const byte = bytesPerSample - 1 - (segment % bytesPerSample);
    unpack(frame.subarray(start, next), out, sample * pixels * bytesPerSample + byte, bytesPerSample, pixels);
  }
  return out;
}

/** PackBits: n ≥ 0 copies n + 1 bytes, n < 0 repeats the next byte 1 − n times, −128 does nothing. */
function unpack(packed: Uint8Array, out: Uint8Array, offset: number, stride: number, count: number): void {
  let from = 0;
  let written = 0;
  const put = (value: number | undefined) => {
    if (value === undefined) throw damaged();
    if (written < count) out[offset + written * stride] = value;
    written++;
  };
  while (written < count) {
    const header = packed[from++];
    if (header === undefined) throw damaged();
    if (header < 128) for (let n = 0; n <= header; n++) put(packed[from++]);
    else if (header > 128) {
      const value = packed[from++];
      for (let n = 0; n < 257 - header; n++) put(value);
    }
  }
}

const damaged = () => new DicomError("The compressed picture in this file is damaged.");
