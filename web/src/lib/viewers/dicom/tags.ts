import { explicitElementToString, isPrivateTag, type DataSet, type Element } from "dicom-parser";

/** One entry of the file's head. */
export interface TagRow {
  id: string;
  /** "(0010,0010)" */
  tag: string;
  name: string;
  value: string;
}

/** The entries that readers ask for, in their order (DICOM PS3.6). */
const names: Readonly<Record<string, string>> = {
  x00100010: "Patient",
  x00100020: "Patient number",
  x00100030: "Born",
  x00100040: "Sex on record",
  x00080020: "Date of the examination",
  x00080021: "Date of the series",
  x00080060: "Kind of device",
  x00080070: "Maker",
  x00081090: "Model",
  x00080080: "Where",
  x00080090: "Sent by",
  x00081030: "Examination",
  x0008103e: "Series",
  x00180015: "Part of the body",
  x00180050: "Slice thickness, mm",
  x00180060: "Tube voltage, kV",
  x00180081: "Echo time, ms",
  x00180080: "Repetition time, ms",
  x00185100: "Position of the patient",
  x00200011: "Number of the series",
  x00200013: "Number of the picture",
  x00201041: "Position of the slice, mm",
  x00280010: "Rows",
  x00280011: "Columns",
  x00280030: "Distance of pixels, mm",
  x00281050: "Window centre",
  x00281051: "Window width",
  x00281052: "Intercept",
  x00281053: "Slope",
};

const LONGEST = 200;

/** Known entries first, in their order, then all others that hold words or numbers; never pixels. */
export function tagRows(dataSet: DataSet): TagRow[] {
  const rank = Object.keys(names);
  const place = (tag: string) => (tag in names ? rank.indexOf(tag) : rank.length);
  return Object.values(dataSet.elements)
    .filter(({ tag }) => !tag.startsWith("x7fe0") && !isPrivateTag(tag))
    .toSorted((a, b) => place(a.tag) - place(b.tag) || a.tag.localeCompare(b.tag))
    .map((element) => ({
      id: element.tag,
      tag: `(${element.tag.slice(1, 5)},${element.tag.slice(5)})`.toUpperCase(),
      name: names[element.tag] ?? "",
      value: valueOf(dataSet, element),
    }))
    .filter(({ value }) => value !== "");
}

/** Representations of numbers that the library reads as such; the others are text, in the file's own letters. */
const numeric = new Set(["US", "SS", "UL", "SL", "FL", "FD", "AT"]);

function valueOf(dataSet: DataSet, element: Element): string {
  if (element.items) return "";
  const { tag, vr, length, dataOffset } = element;
  if (length <= 0 || ["OB", "OW", "OF", "OD", "OL", "OV", "UN", "SQ"].includes(vr ?? "")) return "";
  if (vr !== undefined && numeric.has(vr)) return explicitElementToString(dataSet, element);
  if (vr === undefined && length === 2) return String(dataSet.uint16(tag));
  const bytes = dataSet.byteArray.subarray(dataOffset, dataOffset + Math.min(length, LONGEST));
  const text = new TextDecoder(lettersOf(dataSet)).decode(bytes).replaceAll("\0", "").trim();
  const words = tag === "x00100010" || vr === "PN" ? text.replaceAll("^", " ").trim() : text.replaceAll("\\", " · ");
  return /^[^\p{Cc}]*$/u.test(words) ? words : "";
}

/** Names of the character repertoires that one file mostly uses alone (PS3.3 §C.12.1.1.2). */
const letters: Readonly<Record<string, string>> = {
  ISO_IR_100: "iso-8859-1",
  ISO_IR_101: "iso-8859-2",
  ISO_IR_109: "iso-8859-3",
  ISO_IR_110: "iso-8859-4",
  ISO_IR_144: "iso-8859-5",
  ISO_IR_127: "iso-8859-6",
  ISO_IR_126: "iso-8859-7",
  ISO_IR_138: "iso-8859-8",
  ISO_IR_13: "shift_jis",
  ISO_IR_166: "windows-874",
  GB18030: "gb18030",
};

const lettersOf = (dataSet: DataSet) =>
  letters[(dataSet.string("x00080005") ?? "").trim().replaceAll(" ", "_")] ?? "utf-8";
