/** What these packages do not say of themselves. */
type DecoderClass = new () => import("./codecs.ts").PictureDecoder;
type LoadOptions = { wasmBinary: ArrayBuffer | Uint8Array };

declare module "@cornerstonejs/codec-openjpeg/decodewasmjs" {
  export default function load(options: LoadOptions): Promise<{ J2KDecoder: DecoderClass }>;
}
declare module "@cornerstonejs/codec-charls/decodewasmjs" {
  export default function load(options: LoadOptions): Promise<{ JpegLSDecoder: DecoderClass }>;
}
declare module "@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs" {
  export default function load(options: LoadOptions): Promise<{ JPEGDecoder: DecoderClass }>;
}
