import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Fields } from "./dicomFile.ts";

const require = createRequire(import.meta.url);

interface Encoder {
  /** JPEG alone */
  setQuality?: (percent: number) => void;
  getDecodedBuffer: (info: object) => Uint8Array;
  encode: () => void;
  getEncodedBuffer: () => Uint8Array;
}

const packages = {
  jpeg: ["codec-libjpeg-turbo-8bit", "JPEGEncoder"],
  "jpeg-ls": ["codec-charls", "JpegLSEncoder"],
  "jpeg-2000": ["codec-openjpeg", "J2KEncoder"],
} as const;

/** A picture as other programs write it: the same libraries, which the page uses to read only. */
export async function compress(kind: keyof typeof packages, pixels: Uint8Array, fields: Fields): Promise<Uint8Array> {
  const [name, encoder] = packages[kind];
  const load = require(`@cornerstonejs/${name}/wasmjs`) as (
    options: object,
  ) => Promise<Record<string, new () => Encoder>>;
  const wasmBinary = readFileSync(require.resolve(`@cornerstonejs/${name}/wasm`));
  const made = new ((await load({ wasmBinary }))[encoder] as new () => Encoder)();
  const { columns: width, rows: height, bitsStored: bitsPerSample, samples: componentCount = 1 } = fields;
  made.setQuality?.(95);
  made.getDecodedBuffer({ width, height, bitsPerSample, componentCount, isSigned: false }).set(pixels);
  made.encode();
  return Uint8Array.from(made.getEncodedBuffer());
}
