import { m } from "#messages";
import { asItIs, reading, translated, type Reading, type Value } from "../../words/reading.ts";

/**
 * What the worker says of images, in the reader's language: it has no message files, so its texts come in English and are recognised
 * by it, as in [Note: errors that speak]. Any other text, such as what a file calls its series, stays as it is.
 */
export function dicomWords(english: string): string {
  return translated(english, texts) ?? english;
}

const asKind: Value = (english) => translated(english, [reading(m.viewers_dicom_problem_none_named, {})]) ?? english;

/** Why something is not shown. */
const problems: readonly Reading[] = [
  reading(m.viewers_dicom_problem_not_in_file, {}),
  reading(m.viewers_dicom_problem_misplaced, {}),
  reading(m.viewers_dicom_problem_picture_damaged, {}),
  reading(m.viewers_dicom_problem_not_loaded, {}),
  reading(m.viewers_dicom_problem_other_size, {}),
  reading(m.viewers_dicom_problem_too_large, {}),
  reading(m.viewers_dicom_problem_not_unpacked, {}),
  reading(m.viewers_dicom_problem_archive_without, {}),
  reading(m.viewers_dicom_problem_archive_damaged, {}),
  reading(m.viewers_dicom_problem_archive_too_large, {}),
  reading(m.viewers_dicom_problem_not_there, {}),
  reading(m.viewers_dicom_problem_no_picture, {}),
  reading(m.viewers_dicom_problem_not_medical, {}),
  reading(m.viewers_dicom_problem_image_damaged, {}),
  reading(m.viewers_dicom_problem_no_size, {}),
  reading(m.viewers_dicom_problem_bits, { bits: asItIs }),
  reading(m.viewers_dicom_problem_colours, { kind: asKind }),
  reading(m.viewers_dicom_problem_no_palette, {}),
  reading(m.viewers_dicom_problem_compressed_whole, {}),
  reading(m.viewers_dicom_problem_lossy_jpeg, {}),
  reading(m.viewers_dicom_problem_film, {}),
  reading(m.viewers_dicom_problem_unknown_syntax, { syntax: asKind }),
];

const asProblem: Value = (english) => translated(english, problems) ?? english;

/** The same, and which file of an archive it is. */
const asWhat: Value = (english) =>
  translated(english, [reading(m.viewers_dicom_problem_in_archive, { what: asProblem, name: asItIs })]) ??
  asProblem(english);

/** Only where the value is a number: a file may call its series "Series of the knee". */
function numbered(read: Reading): Reading {
  return (english) => (/ \d+$/.test(english) ? read(english) : null);
}

const texts: readonly Reading[] = [
  reading(m.viewers_dicom_problem_explained, { what: asWhat }),
  ...problems,
  numbered(reading(m.viewers_dicom_window_sent_one_of, { number: asItIs })),
  reading(m.viewers_dicom_window_sent, {}),
  numbered(reading(m.viewers_dicom_series_unnamed, { number: asItIs })),
];
