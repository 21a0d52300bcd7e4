import { expose, transfer } from "comlink";
import loadCharls from "@cornerstonejs/codec-charls/decodewasmjs";
import charls from "@cornerstonejs/codec-charls/decodewasm?url&no-inline";
import loadJpeg from "@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs";
import jpeg from "@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasm?url&no-inline";
import loadOpenjpeg from "@cornerstonejs/codec-openjpeg/decodewasmjs";
import openjpeg from "@cornerstonejs/codec-openjpeg/decodewasm?url&no-inline";
import { decodeFrame, type Frame } from "./decodeFrame.ts";
import type { Codecs } from "./codecs.ts";
import { readDicom, type DicomFile, type DicomHeader } from "./readDicom.ts";

/** A file of this page's own origin, fetched when the first picture needs it. */
const binary = async (url: string) => ({ wasmBinary: await (await fetch(url)).arrayBuffer() });

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
const charlsModule = once(async () => loadCharls(await binary(charls)));
const jpegModule = once(async () => loadJpeg(await binary(jpeg)));
const openjpegModule = once(async () => loadOpenjpeg(await binary(openjpeg)));
const codecs: Codecs = {
  jpeg: async () => new (await jpegModule()).JPEGDecoder(),
  "jpeg-ls": async () => new (await charlsModule()).JpegLSDecoder(),
  "jpeg-2000": async () => new (await openjpegModule()).J2KDecoder(),
};

let file: DicomFile | undefined;

const reader = {
  /** @throws DicomError */
  open(bytes: Uint8Array): DicomHeader {
    file = readDicom(bytes);
    return file.header;
  },
  /** @throws DicomError */
  async frame(index: number): Promise<Frame> {
    if (!file) throw new TypeError("No image is open.");
    const frame = await decodeFrame(file, index, codecs);
    return transfer(frame, [frame.values.buffer as ArrayBuffer]);
  },
};

/** Reads images away from the page, whose security policy allows no WebAssembly. */
export type DicomReader = typeof reader;

expose(reader);
