import { DicomError } from "./dicomError.ts";

export type Compression = "none" | "rle" | "jpeg" | "jpeg-lossless" | "jpeg-ls" | "jpeg-2000";

/** How the values of a file are written (DICOM PS3.5 §10, PS3.6 table A-1). */
export interface TransferSyntax {
  compression: Compression;
  bigEndian: boolean;
}

const known: Readonly<Record<string, Compression>> = {
  "1.2.840.10008.1.2": "none",
  "1.2.840.10008.1.2.1": "none",
  "1.2.840.10008.1.2.2": "none",
  "1.2.840.10008.1.2.5": "rle",
  "1.2.840.10008.1.2.4.50": "jpeg",
  "1.2.840.10008.1.2.4.57": "jpeg-lossless",
  "1.2.840.10008.1.2.4.70": "jpeg-lossless",
  "1.2.840.10008.1.2.4.80": "jpeg-ls",
  "1.2.840.10008.1.2.4.81": "jpeg-ls",
  "1.2.840.10008.1.2.4.90": "jpeg-2000",
  "1.2.840.10008.1.2.4.91": "jpeg-2000",
};

const refused: Readonly<Record<string, string>> = {
  "1.2.840.10008.1.2.1.99": "This file is compressed as a whole, which is not opened here.",
  "1.2.840.10008.1.2.4.51": "This image is compressed with more than 8 bits of lossy JPEG, which is not opened here.",
};

/** @throws DicomError for a way of writing that is not read here, films among them */
export function transferSyntax(uid: string): TransferSyntax {
  const compression = known[uid];
  if (compression === undefined) {
    const film = /^1\.2\.840\.10008\.1\.2\.4\.10[0-8]/.test(uid);
    throw new DicomError(
      refused[uid] ??
        (film
          ? "This file is a film, which is not opened here."
          : `This image is written in a way that is not known here (${uid || "none is named"}).`),
    );
  }
  return { compression, bigEndian: uid === "1.2.840.10008.1.2.2" };
}
