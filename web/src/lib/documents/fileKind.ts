import { m } from "#messages";
import { filesIn, isZip, LARGEST_UNPACKED, unpack } from "./archive.ts";

/** What a file can be. `media` is its canonical media type. */
export type FileKind = { media: string; label: string };

export const PDF: FileKind = { media: "application/pdf", label: "PDF" };
export const PNG: FileKind = { media: "image/png", label: m.flows_documents_kind_png() };
export const JPEG: FileKind = { media: "image/jpeg", label: m.flows_documents_kind_jpeg() };
export const WEBP: FileKind = { media: "image/webp", label: m.flows_documents_kind_webp() };
export const DICOM: FileKind = { media: "application/dicom", label: m.flows_documents_kind_dicom() };
export const DICOM_SERIES: FileKind = { media: "application/zip", label: m.flows_documents_kind_dicom_series() };
export const FHIR: FileKind = { media: "application/fhir+json", label: m.flows_documents_kind_fhir() };
export const TEXT: FileKind = { media: "text/plain", label: m.flows_documents_kind_text() };
export const CSV: FileKind = { media: "text/csv", label: m.flows_documents_kind_csv() };

/** By the end of a file's name, in lower case. */
const byExtension: Readonly<Record<string, FileKind>> = {
  pdf: PDF,
  png: PNG,
  jpg: JPEG,
  jpeg: JPEG,
  webp: WEBP,
  dcm: DICOM,
  dicom: DICOM,
  zip: DICOM_SERIES,
  json: FHIR,
  txt: TEXT,
  csv: CSV,
  tsv: CSV,
};

/** By what the browser says it is; it guesses from the name and from the system's settings. */
const byMedia: Readonly<Record<string, FileKind>> = {
  "application/pdf": PDF,
  "image/png": PNG,
  "image/jpeg": JPEG,
  "image/webp": WEBP,
  "application/dicom": DICOM,
  "application/zip": DICOM_SERIES,
  "application/x-zip-compressed": DICOM_SERIES,
  "application/json": FHIR,
  "application/fhir+json": FHIR,
  "text/plain": TEXT,
  "text/csv": CSV,
  "text/tab-separated-values": CSV,
};

/** For a file input: everything that can be added. */
export const ACCEPTED = Object.keys(byExtension)
  .map((extension) => `.${extension}`)
  .join(",");

/**
 * What a file claims to be, by its name and then by the browser's guess: none, one or two kinds, all of which it must be. A
 * guess that only says "text" adds nothing.
 */
export function claimedKinds(name: string, media: string): FileKind[] {
  const extension = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? "";
  const named = byExtension[extension];
  const guessed = byMedia[media.split(";")[0]?.trim().toLowerCase() ?? ""];
  return [...new Set([named, named && guessed === TEXT ? undefined : guessed])].filter((kind) => kind !== undefined);
}

const ascii = (text: string) => new TextEncoder().encode(text);

const startsWith = (bytes: Uint8Array, magic: Uint8Array, offset = 0) =>
  bytes.length >= offset + magic.length && magic.every((byte, i) => bytes[offset + i] === byte);

/** Bytes in which every signature below is found. */
const BEGINNING = 1024 + 5;
/** Bytes of a text that are looked at together. */
const PIECE = 2 ** 20;

/** What a file is, by its signature (and, for text, by being text). Null when none of the known kinds. Only text is read whole. */
export async function actualKind(file: Blob): Promise<FileKind | null> {
  const bytes = new Uint8Array(await file.slice(0, BEGINNING).arrayBuffer());
  // ISO 32000-1 §7.5.2 and common practice: the header may stand anywhere in the first 1,024 bytes.
  if (indexOf(bytes.subarray(0, 1024), ascii("%PDF-")) >= 0) return PDF;
  if (startsWith(bytes, Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a))) return PNG;
  if (startsWith(bytes, Uint8Array.of(0xff, 0xd8, 0xff))) return JPEG;
  if (startsWith(bytes, ascii("RIFF")) && startsWith(bytes, ascii("WEBP"), 8)) return WEBP;
  if (isDicom(bytes)) return DICOM;
  if (isZip(bytes)) return (await holdsDicom(file)) ? DICOM_SERIES : null;
  if (!(await isText(file))) return null;
  return (await isFhir(file)) ? FHIR : TEXT;
}

/** DICOM PS3.10 §7.1: a preamble of 128 bytes, then the prefix. */
export const isDicom = (bytes: Uint8Array) => startsWith(bytes, ascii("DICM"), 128);

export async function isDicomImage(file: Blob): Promise<boolean> {
  return isDicom(new Uint8Array(await file.slice(0, 132).arrayBuffer()));
}

/** Images are not all there may be in an archive: hospitals put a program to look at them beside them. */
async function holdsDicom(archive: Blob): Promise<boolean> {
  const bytes = new Uint8Array(await archive.arrayBuffer());
  try {
    return filesIn(bytes).some(
      ({ originalSize }, index) =>
        originalSize >= 132 && originalSize <= LARGEST_UNPACKED && isDicom(unpack(bytes, index)),
    );
  } catch {
    return false;
  }
}

/** UTF-8 without control characters other than white space. */
const isText = (file: Blob) => isWrittenIn(file, new TextDecoder("utf-8", { fatal: true }));

/** What would be text, were it known how its letters are stored: programs of former days used one byte for each. */
export const isTextOfUnknownLetters = (file: Blob) => isWrittenIn(file, new TextDecoder("windows-1252"));

async function isWrittenIn(file: Blob, decoder: TextDecoder): Promise<boolean> {
  for (let at = 0; at < file.size; at += PIECE) {
    const piece = await file.slice(at, at + PIECE).arrayBuffer();
    const text = decoded(decoder, piece, at + PIECE < file.size);
    if (text === null || /(?![\t\n\f\r])\p{Cc}/u.test(text)) return false;
  }
  return true;
}

function decoded(decoder: TextDecoder, piece: ArrayBuffer, stream: boolean): string | null {
  try {
    return decoder.decode(piece, { stream });
  } catch {
    return null;
  }
}

/** A FHIR R4 resource in JSON: an object that names its type. Nothing else is parsed. */
async function isFhir(file: Blob): Promise<boolean> {
  if (!/^\ufeff?\s*\{/.test(await file.slice(0, BEGINNING).text())) return false;
  const json = await parsed(file);
  return (
    typeof json === "object" &&
    json !== null &&
    "resourceType" in json &&
    typeof json.resourceType === "string" &&
    /^[A-Z][A-Za-z]+$/.test(json.resourceType)
  );
}

export async function isJson(file: Blob): Promise<boolean> {
  return (await parsed(file)) !== undefined;
}

/** Undefined when it is no JSON. */
async function parsed(file: Blob): Promise<unknown> {
  const text = await file.text();
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function indexOf(bytes: Uint8Array, part: Uint8Array): number {
  for (let i = 0; i + part.length <= bytes.length; i++) if (startsWith(bytes, part, i)) return i;
  return -1;
}
