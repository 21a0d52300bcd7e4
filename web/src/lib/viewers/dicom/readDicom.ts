import { parseDicom, type DataSet } from "dicom-parser";
import { DicomError } from "./dicomError.ts";
import { transferSyntax, type TransferSyntax } from "./transferSyntax.ts";
import { subjectOf, type Subject } from "./subject.ts";
import { tagRows, type TagRow } from "./tags.ts";

/** What is said about the pixels of every frame (DICOM PS3.3 §C.7.6.3). */
export interface PixelFormat {
  rows: number;
  columns: number;
  samples: 1 | 3;
  photometric:
    "MONOCHROME1" | "MONOCHROME2" | "RGB" | "YBR_FULL" | "YBR_FULL_422" | "YBR_ICT" | "YBR_RCT" | "PALETTE COLOR";
  bitsAllocated: 8 | 16;
  bitsStored: number;
  signed: boolean;
  /** Colours one after the other by pixel (0) or by plane (1) */
  planar: 0 | 1;
}

/** Centre and width, in the unit of the rescaled values. */
export interface Window {
  name: string;
  center: number;
  width: number;
}

/** Millimetres between the middles of neighbouring pixels. `measured` is "detector" where magnification is not corrected. */
export interface Spacing {
  row: number;
  column: number;
  measured: "body" | "detector";
}

export interface DicomHeader {
  syntax: TransferSyntax;
  format: PixelFormat;
  frames: number;
  modality: string;
  subject: Subject;
  place: Place;
  /** Stored value times slope plus intercept is what was measured (PS3.3 §C.7.6.16-12) */
  slope: number;
  intercept: number;
  windows: Window[];
  spacing: Spacing | null;
  /** Colours of a palette, each of red, green and blue 256 or more values of 0 to 255 */
  palette: Palette | null;
  /** The entries a reader may want to know */
  tags: TagRow[];
}

/** Where a picture belongs among others. */
export interface Place {
  /** Of its series; empty when the file names none */
  series: string;
  seriesNumber: number | null;
  seriesTitle: string;
  /** As the device counted its pictures */
  instance: number | null;
  /** Millimetres along the line on which its slices lie, from the position and directions of PS3.3 §C.7.6.2 */
  along: number | null;
}

export interface Palette {
  first: number;
  red: Uint8Array;
  green: Uint8Array;
  blue: Uint8Array;
}

export interface DicomFile {
  header: DicomHeader;
  dataSet: DataSet;
}

const photometrics = new Set<string>([
  "MONOCHROME1",
  "MONOCHROME2",
  "RGB",
  "YBR_FULL",
  "YBR_FULL_422",
  "YBR_ICT",
  "YBR_RCT",
  "PALETTE COLOR",
]);

/** @throws DicomError when the bytes are no image, or one that is not shown here */
export function readDicom(bytes: Uint8Array): DicomFile {
  const dataSet = parse(bytes);
  const syntax = transferSyntax(dataSet.string("x00020010") ?? "");
  if (!dataSet.elements["x7fe00010"]) {
    throw new DicomError("This file holds no picture: it may be a report or a measurement.");
  }
  const format = pixelFormat(dataSet);
  return {
    dataSet,
    header: {
      syntax,
      format,
      frames: Math.max(1, dataSet.intString("x00280008") ?? 1),
      modality: dataSet.string("x00080060") ?? "",
      subject: subjectOf(dataSet),
      place: placeOf(dataSet),
      slope: dataSet.floatString("x00281053") ?? 1,
      intercept: dataSet.floatString("x00281052") ?? 0,
      windows: windowsOf(dataSet),
      spacing: spacingOf(dataSet),
      palette: format.photometric === "PALETTE COLOR" ? paletteOf(dataSet) : null,
      tags: tagRows(dataSet),
    },
  };
}

function parse(bytes: Uint8Array): DataSet {
  const isPart10 = bytes.length > 132 && String.fromCharCode(...bytes.subarray(128, 132)) === "DICM";
  if (!isPart10) throw new DicomError("This file does not begin as a medical image does.");
  try {
    // Deflated files would be inflated in here by a library that is not loaded: they are refused by their syntax.
    return parseDicom(bytes, { inflater: () => bytes });
  } catch {
    throw new DicomError("This image is damaged: perhaps its end is missing.");
  }
}

function pixelFormat(dataSet: DataSet): PixelFormat {
  const rows = dataSet.uint16("x00280010") ?? 0;
  const columns = dataSet.uint16("x00280011") ?? 0;
  const samples = dataSet.uint16("x00280002") ?? 1;
  const bitsAllocated = dataSet.uint16("x00280100") ?? 0;
  const photometric = dataSet.string("x00280004") ?? "";
  if (rows === 0 || columns === 0) throw new DicomError("This image does not say how large it is.");
  if (bitsAllocated !== 8 && bitsAllocated !== 16) {
    throw new DicomError(`This image has ${bitsAllocated} bits for each pixel; 8 and 16 are shown here.`);
  }
  if ((samples !== 1 && samples !== 3) || !photometrics.has(photometric)) {
    throw new DicomError(
      `The colours of this image are of a kind that is not shown here (${photometric || "none is named"}).`,
    );
  }
  return {
    rows,
    columns,
    samples,
    photometric: photometric as PixelFormat["photometric"],
    bitsAllocated,
    bitsStored: dataSet.uint16("x00280101") ?? bitsAllocated,
    signed: dataSet.uint16("x00280103") === 1,
    planar: dataSet.uint16("x00280006") === 1 ? 1 : 0,
  };
}

function windowsOf(dataSet: DataSet): Window[] {
  const count = Math.min(dataSet.numStringValues("x00281050") ?? 0, dataSet.numStringValues("x00281051") ?? 0);
  return Array.from({ length: count }, (_, index) => ({
    name: dataSet.string("x00281055", index) || (count > 1 ? `As sent, ${index + 1}` : "As sent"),
    center: dataSet.floatString("x00281050", index) ?? 0,
    width: dataSet.floatString("x00281051", index) ?? 0,
  })).filter(({ width }) => width >= 1);
}

function spacingOf(dataSet: DataSet): Spacing | null {
  const of = (tag: string, measured: Spacing["measured"]): Spacing | null => {
    const [row, column] = [dataSet.floatString(tag, 0), dataSet.floatString(tag, 1)];
    return row && column && row > 0 && column > 0 ? { row, column, measured } : null;
  };
  return of("x00280030", "body") ?? of("x00181164", "detector");
}

function placeOf(dataSet: DataSet): Place {
  return {
    series: dataSet.string("x0020000e") ?? "",
    seriesNumber: dataSet.intString("x00200011") ?? null,
    seriesTitle: (dataSet.string("x0008103e") ?? "").trim(),
    instance: dataSet.intString("x00200013") ?? null,
    along: alongNormal(numbers(dataSet, "x00200032", 3), numbers(dataSet, "x00200037", 6)),
  };
}

function numbers(dataSet: DataSet, tag: string, count: number): number[] | null {
  const found = Array.from({ length: count }, (_, index) => dataSet.floatString(tag, index) ?? NaN);
  return found.every(Number.isFinite) ? found : null;
}

/** How far a slice lies along the normal of its own plane; slices of one series share it. */
function alongNormal(position: number[] | null, directions: number[] | null): number | null {
  if (!position || !directions) return null;
  const [x, y, z] = position as [number, number, number];
  const [a, b, c, d, e, f] = directions as [number, number, number, number, number, number];
  return x * (b * f - c * e) + y * (c * d - a * f) + z * (a * e - b * d);
}

/** A palette of 8 or 16 bits for each colour (PS3.3 §C.7.9); 16 bits are shortened to the 8 a screen has. */
function paletteOf(dataSet: DataSet): Palette {
  const [length, first, bits] = [0, 1, 2].map((index) => dataSet.uint16("x00281101", index) ?? 0) as [
    number,
    number,
    number,
  ];
  const count = length === 0 ? 65_536 : length;
  const colour = (tag: string) => {
    const element = dataSet.elements[tag];
    if (!element) throw new DicomError("This image leans on a palette of colours that is not in the file.");
    const wide = bits === 16 || element.length >= 2 * count;
    return Uint8Array.from({ length: count }, (_, index) =>
      wide
        ? (dataSet.uint16(tag, index) ?? 0) >> (bits === 16 ? 8 : 0)
        : (dataSet.byteArray[element.dataOffset + index] ?? 0),
    );
  };
  return { first, red: colour("x00281201"), green: colour("x00281202"), blue: colour("x00281203") };
}
