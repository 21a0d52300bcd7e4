import { filesIn, isZip, LARGEST_UNPACKED, unpack } from "../../documents/archive.ts";
import { decodeFrame, type Frame } from "./decodeFrame.ts";
import type { Codecs } from "./codecs.ts";
import { DicomError } from "./dicomError.ts";
import { readDicom, type DicomHeader, type Place } from "./readDicom.ts";
import { isOfAnotherPatient, type Subject } from "./subject.ts";

/** Pictures that belong together, in the order in which they lie in the body. */
export interface Series {
  title: string;
  pictures: number;
  /** Whose pictures they are, as their files say */
  subject: Subject;
}

/** One picture, and what its file says about it. */
export interface Picture {
  header: DicomHeader;
  frame: Frame;
}

/** A file of an archive that is not shown, and why. */
export interface LeftOut {
  name: string;
  why: string;
}

export interface OpenImages {
  /** One or more, each with one or more pictures */
  series: Series[];
  /** They clearly are not all of one patient */
  areOfSeveral: boolean;
  leftOut: LeftOut[];
  /** Decodes one picture; both count from 0. @throws DicomError, which names the file where there are several */
  picture: (series: number, picture: number, codecs: Codecs) => Promise<Picture>;
}

/** A file with pictures: where it belongs, and a way to its bytes. */
interface Source {
  name: string;
  place: Place;
  subject: Subject;
  frames: number;
  read: () => Uint8Array;
}

/** What an archive may hold, and unpack to in bytes. */
const MOST = { files: 5000, bytes: 4 * 2 ** 30 };

/**
 * Opens one DICOM file, or a ZIP archive of them (DICOM PS3.12, annex V). Of an archive each file is unpacked once to read its head,
 * and again when one of its pictures is asked for: one of them is in memory at a time.
 * @throws DicomError when there is no picture to show
 */
export function openImages(bytes: Uint8Array): OpenImages {
  if (!isZip(bytes)) {
    const { header } = readDicom(bytes);
    return imagesOf([{ name: "", ...placed(header), read: () => bytes }], []);
  }
  const files = directoryOf(bytes);
  const [sources, leftOut]: [Source[], LeftOut[]] = [[], []];
  for (const [index, { name, originalSize }] of files.entries()) {
    try {
      if (originalSize > LARGEST_UNPACKED) throw new DicomError("It is larger than can be opened here.");
      const { header } = readDicom(unpack(bytes, index));
      sources.push({ name, ...placed(header), read: () => unpack(bytes, index) });
    } catch (error) {
      leftOut.push({ name, why: error instanceof DicomError ? error.what : "It could not be unpacked." });
    }
  }
  if (sources.length === 0) throw new DicomError("None of the files in this archive is a picture that is shown here.");
  return imagesOf(sources, leftOut);
}

const placed = ({ place, subject, frames }: DicomHeader) => ({ place, subject, frames });

function directoryOf(archive: Uint8Array) {
  let files;
  try {
    files = filesIn(archive);
  } catch {
    throw new DicomError("This archive is damaged: perhaps its end is missing.");
  }
  if (files.length > MOST.files || files.reduce((sum, { originalSize }) => sum + originalSize, 0) > MOST.bytes) {
    throw new DicomError("This archive holds more than can be opened here.");
  }
  return files;
}

function imagesOf(sources: readonly Source[], leftOut: LeftOut[]): OpenImages {
  const ordered = seriesAmong(sources)
    .toSorted(([a], [b]) => (a.place.seriesNumber ?? Infinity) - (b.place.seriesNumber ?? Infinity) || 0)
    .map(inOrder);
  const subjects = ordered.map(([{ subject }]) => subject);
  return {
    leftOut,
    areOfSeveral: subjects.some((one, at) => subjects.slice(0, at).some((other) => isOfAnotherPatient(one, other))),
    series: ordered.map((slices, index) => ({
      title: slices[0].place.seriesTitle || `Series ${index + 1}`,
      pictures: slices.reduce((sum, { frames }) => sum + frames, 0),
      subject: slices[0].subject,
    })),
    async picture(series, wanted, codecs) {
      let before = wanted;
      for (const { name, frames, read } of ordered[series] ?? []) {
        if (before >= frames) {
          before -= frames;
          continue;
        }
        try {
          const file = readDicom(read());
          return { header: file.header, frame: await decodeFrame(file, before, codecs) };
        } catch (error) {
          if (!(error instanceof DicomError) || name === "") throw error;
          throw new DicomError(`${error.what} It is ${name} in this archive.`);
        }
      }
      throw new DicomError("There is no such picture.");
    },
  };
}

type Slices = [Source, ...Source[]];

/** Pictures of two patients are never one series, whatever number it has. */
function seriesAmong(sources: readonly Source[]): Slices[] {
  const groups: Slices[] = [];
  for (const source of sources) {
    const { place, subject } = source;
    const same = groups.find(
      ([first]) => first.place.series === place.series && !isOfAnotherPatient(first.subject, subject),
    );
    if (same) same.push(source);
    else groups.push([source]);
  }
  return groups;
}

/** By position where every slice has one of its own, else as the device counted them, else by name as people count. */
function inOrder(slices: Slices): Slices {
  const distinct = (of: (place: Place) => number | null) => {
    const found = new Set(slices.map(({ place }) => of(place)));
    return !found.has(null) && found.size === slices.length;
  };
  const along = ({ place }: Source) => place.along ?? 0;
  const counted = ({ place }: Source) => place.instance ?? Infinity;
  if (distinct((place) => place.along)) return slices.toSorted((a, b) => along(a) - along(b)) as Slices;
  return slices.toSorted(
    (a, b) =>
      (counted(a) === counted(b) ? 0 : counted(a) - counted(b)) ||
      a.name.localeCompare(b.name, "en", { numeric: true }),
  ) as Slices;
}
