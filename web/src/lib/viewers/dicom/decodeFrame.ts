import {
  createJPEGBasicOffsetTable,
  readEncapsulatedImageFrame,
  readEncapsulatedPixelDataFromFragments,
  type ByteArray,
  type Element,
} from "dicom-parser";
import { Decoder as LosslessDecoder } from "jpeg-lossless-decoder-js";
import type { Codecs } from "./codecs.ts";
import { DicomError } from "./dicomError.ts";
import type { DicomFile, DicomHeader } from "./readDicom.ts";
import { unpackRle } from "./rle.ts";

/** The stored values of one frame: by pixel, colours beside each other. */
export interface Frame {
  values: Uint8Array | Int8Array | Uint16Array | Int16Array;
  /** The colours are red, green and blue already, whatever the head says: the decoder turned them */
  isRgb: boolean;
}

/**
 * @param index from 0
 * @throws DicomError when the frame is damaged, or smaller or larger than the head says
 */
export async function decodeFrame({ header, dataSet }: DicomFile, index: number, codecs: Codecs): Promise<Frame> {
  const { format, frames, syntax } = header;
  const element = dataSet.elements["x7fe00010"];
  if (!element || index < 0 || index >= frames) throw new DicomError("This file has no such picture.");
  const samples = format.rows * format.columns * format.samples;
  const length = samples * (format.bitsAllocated / 8);

  if (syntax.compression === "none") {
    const start = element.dataOffset + index * length;
    const bytes = dataSet.byteArray.slice(start, start + length);
    if (bytes.length < length || start + length > element.dataOffset + element.length) throw short();
    if (syntax.bigEndian && format.bitsAllocated === 16) swap(bytes);
    return { values: interleaved(valuesOf(bytes, header), header, format.planar), isRgb: false };
  }
  const packed = Uint8Array.from(frameOf({ header, dataSet }, element, index));
  if (syntax.compression === "rle") {
    const bytes = unpackRle(packed, format.rows * format.columns, format.samples, format.bitsAllocated / 8);
    return { values: interleaved(valuesOf(bytes, header), header, 1), isRgb: false };
  }
  const bytes = await decompress(packed, syntax.compression, header, codecs);
  if (bytes.length !== length) throw short();
  const turned = syntax.compression === "jpeg" || syntax.compression === "jpeg-2000";
  return { values: valuesOf(bytes, header), isRgb: format.samples === 3 && turned };
}

/** The compressed bytes of one frame: a frame may be in several fragments (PS3.5 §A.4). */
function frameOf({ header, dataSet }: DicomFile, element: Element, index: number): ByteArray {
  const fragments = element.fragments ?? [];
  try {
    if (header.frames === 1) return readEncapsulatedPixelDataFromFragments(dataSet, element, 0, fragments.length);
    if (fragments.length === header.frames) return readEncapsulatedPixelDataFromFragments(dataSet, element, index);
    const table = element.basicOffsetTable?.length
      ? element.basicOffsetTable
      : createJPEGBasicOffsetTable(dataSet, element);
    return readEncapsulatedImageFrame(dataSet, element, index, table);
  } catch {
    throw new DicomError("The compressed pictures in this file are not where it says.");
  }
}

async function decompress(
  packed: Uint8Array<ArrayBuffer>,
  compression: "jpeg" | "jpeg-lossless" | "jpeg-ls" | "jpeg-2000",
  { format }: DicomHeader,
  codecs: Codecs,
): Promise<Uint8Array<ArrayBuffer>> {
  if (compression === "jpeg-lossless") return lossless(packed, format.bitsAllocated / 8);
  const decoder = await codecs[compression]();
  try {
    decoder.getEncodedBuffer(packed.length).set(packed);
    decoder.decode();
    const { width, height, componentCount } = decoder.getFrameInfo();
    if (width !== format.columns || height !== format.rows || componentCount !== format.samples) throw short();
    return Uint8Array.from(decoder.getDecodedBuffer());
  } catch (error) {
    // Emscripten throws numbers.
    throw error instanceof DicomError ? error : new DicomError("The compressed picture in this file is damaged.");
  } finally {
    decoder.delete();
  }
}

function lossless(packed: Uint8Array<ArrayBuffer>, bytesPerSample: number): Uint8Array<ArrayBuffer> {
  try {
    const decoded = new LosslessDecoder().decode(packed.buffer, 0, packed.length, bytesPerSample);
    return new Uint8Array(decoded.buffer, decoded.byteOffset, decoded.byteLength).slice();
  } catch {
    throw new DicomError("The compressed picture in this file is damaged.");
  }
}

/** Little-endian bytes as numbers; bits above those stored may hold anything (PS3.5 §8.1.1) and are dropped, keeping the sign. */
function valuesOf(bytes: Uint8Array, { format }: DicomHeader): Frame["values"] {
  const { bitsAllocated, bitsStored, signed } = format;
  const own = bytes.byteOffset % 2 === 0 ? bytes : bytes.slice();
  const { buffer, byteOffset, byteLength } = own;
  const values =
    bitsAllocated === 8
      ? signed
        ? new Int8Array(buffer, byteOffset, byteLength)
        : own
      : signed
        ? new Int16Array(buffer, byteOffset, byteLength / 2)
        : new Uint16Array(buffer, byteOffset, byteLength / 2);
  const spare = bitsAllocated - bitsStored;
  if (spare > 0) {
    const shift = 32 - bitsStored;
    for (let n = 0; n < values.length; n++) {
      const value = (values[n] ?? 0) << shift;
      values[n] = signed ? value >> shift : value >>> shift;
    }
  }
  return values;
}

function interleaved(values: Frame["values"], { format }: DicomHeader, planar: 0 | 1): Frame["values"] {
  if (format.samples === 1 || planar === 0) return values;
  const pixels = format.rows * format.columns;
  const out = values.slice();
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let sample = 0; sample < 3; sample++) out[pixel * 3 + sample] = values[sample * pixels + pixel] ?? 0;
  }
  return out;
}

function swap(bytes: Uint8Array): void {
  for (let n = 0; n + 1 < bytes.length; n += 2) [bytes[n], bytes[n + 1]] = [bytes[n + 1] ?? 0, bytes[n] ?? 0];
}

const short = () => new DicomError("The picture in this file is not as large as the file says.");
