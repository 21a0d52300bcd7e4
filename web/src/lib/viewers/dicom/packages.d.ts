/** What these packages do not say of themselves. */
interface DicomPictureDecoder {
  getEncodedBuffer: (length: number) => Uint8Array;
  decode: () => void;
  getDecodedBuffer: () => Uint8Array;
  getFrameInfo: () => { width: number; height: number; bitsPerSample: number; componentCount: number };
  delete: () => void;
}
interface DicomCodecOptions {
  wasmBinary: ArrayBuffer | Uint8Array;
}

declare module "@cornerstonejs/codec-openjpeg/decodewasmjs" {
  export default function load(options: DicomCodecOptions): Promise<{ J2KDecoder: new () => DicomPictureDecoder }>;
}
declare module "@cornerstonejs/codec-charls/decodewasmjs" {
  export default function load(options: DicomCodecOptions): Promise<{ JpegLSDecoder: new () => DicomPictureDecoder }>;
}
declare module "@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs" {
  export default function load(options: DicomCodecOptions): Promise<{ JPEGDecoder: new () => DicomPictureDecoder }>;
}
declare module "jpeg-lossless-decoder-js" {
  export class Decoder {
    /** @returns the samples, of the type that fits their bits */
    decode(buffer: ArrayBuffer, offset: number, length: number, bytesPerSample: number): Uint8Array | Uint16Array;
  }
}
