/** Gives a new decoder of compressed pictures, once its WebAssembly is loaded. All three are used alike. */
export interface Codecs {
  jpeg: () => Promise<DicomPictureDecoder>;
  "jpeg-ls": () => Promise<DicomPictureDecoder>;
  "jpeg-2000": () => Promise<DicomPictureDecoder>;
}
