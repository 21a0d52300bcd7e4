/** A decoder of compressed pictures, compiled to WebAssembly: the three below are used alike. */
export interface PictureDecoder {
  getEncodedBuffer: (length: number) => Uint8Array;
  decode: () => void;
  getDecodedBuffer: () => Uint8Array;
  getFrameInfo: () => { width: number; height: number; bitsPerSample: number; componentCount: number };
  delete: () => void;
}

/** Gives a new decoder, once its WebAssembly is loaded. */
export interface Codecs {
  jpeg: () => Promise<PictureDecoder>;
  "jpeg-ls": () => Promise<PictureDecoder>;
  "jpeg-2000": () => Promise<PictureDecoder>;
}
