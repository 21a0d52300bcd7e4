import { explicitElementToString, isPrivateTag, type DataSet, type Element } from "dicom-parser";

/** One entry of the file's head. */
export interface TagRow {
  id: string;
  /** "(0010,0010)" */
  tag: string;
  value: string;
}

/** The entries that readers ask for, in their order (DICOM PS3.6); `tagWords` says what they are. */
export const KNOWN_TAGS = [
  "x00100010",
  "x00100020",
  "x00100030",
  "x00100040",
  "x00080020",
  "x00080021",
  "x00080060",
  "x00080070",
  "x00081090",
  "x00080080",
  "x00080090",
  "x00081030",
  "x0008103e",
  "x00180015",
  "x00180050",
  "x00180060",
  "x00180081",
  "x00180080",
  "x00185100",
  "x00200011",
  "x00200013",
  "x00201041",
  "x00280010",
  "x00280011",
  "x00280030",
  "x00281050",
  "x00281051",
  "x00281052",
  "x00281053",
] as const;

const LONGEST = 200;

/** Known entries first, in their order, then all others that hold words or numbers; never pixels. */
export function tagRows(dataSet: DataSet): TagRow[] {
  const ranks = new Map<string, number>(KNOWN_TAGS.map((tag, rank) => [tag, rank]));
  const place = (tag: string) => ranks.get(tag) ?? KNOWN_TAGS.length;
  return Object.values(dataSet.elements)
    .filter(({ tag }) => !tag.startsWith("x7fe0") && !isPrivateTag(tag))
    .toSorted((a, b) => place(a.tag) - place(b.tag) || a.tag.localeCompare(b.tag))
    .map((element) => ({
      id: element.tag,
      tag: `(${element.tag.slice(1, 5)},${element.tag.slice(5)})`.toUpperCase(),
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
