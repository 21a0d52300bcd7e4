import { expose, transfer } from "comlink";
import loadCharls from "@cornerstonejs/codec-charls/decodewasmjs";
import charls from "@cornerstonejs/codec-charls/decodewasm?url&no-inline";
import loadJpeg from "@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs";
import jpeg from "@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasm?url&no-inline";
import loadOpenjpeg from "@cornerstonejs/codec-openjpeg/decodewasmjs";
import openjpeg from "@cornerstonejs/codec-openjpeg/decodewasm?url&no-inline";
import type { Codecs } from "./codecs.ts";
import { loadOnce } from "./loadOnce.ts";
import { openImages, type OpenImages, type Picture } from "./openImages.ts";

/** A file of this page's own origin, fetched when the first picture needs it. */
async function binary(url: string) {
  const answer = await fetch(url);
  if (!answer.ok) throw new TypeError("This decoder is not there.");
  return { wasmBinary: await answer.arrayBuffer() };
}

const charlsModule = loadOnce(async () => loadCharls(await binary(charls)));
const jpegModule = loadOnce(async () => loadJpeg(await binary(jpeg)));
const openjpegModule = loadOnce(async () => loadOpenjpeg(await binary(openjpeg)));
const codecs: Codecs = {
  jpeg: async () => new (await jpegModule()).JPEGDecoder(),
  "jpeg-ls": async () => new (await charlsModule()).JpegLSDecoder(),
  "jpeg-2000": async () => new (await openjpegModule()).J2KDecoder(),
};

let images: OpenImages | undefined;

const reader = {
  /** One file, or a ZIP archive of several. @throws DicomError */
  open(bytes: Uint8Array): Omit<OpenImages, "picture"> {
    images = openImages(bytes);
    const { series, areOfSeveral, leftOut } = images;
    return { series, areOfSeveral, leftOut };
  },
  /** Both count from 0. @throws DicomError */
  async picture(series: number, index: number): Promise<Picture> {
    if (!images) throw new TypeError("No image is open.");
    const picture = await images.picture(series, index, codecs);
    return transfer(picture, [picture.frame.values.buffer as ArrayBuffer]);
  },
};

/** Reads images away from the page, whose security policy allows no WebAssembly. */
export type DicomReader = typeof reader;

expose(reader);
