import { explicitElementToString, isPrivateTag, type DataSet, type Element } from "dicom-parser";
import { nameIn, textOf } from "./dicomText.ts";

/** One entry of the file's head. */
export interface TagRow {
  id: string;
  /** "(0010,0010)" */
  tag: string;
  /** What kind of value it is (DICOM PS3.5 §6.2); empty where neither the file nor we say */
  kind: string;
  /** As the file has it; several have " · " between them */
  value: string;
}

/** Where the file does not say what kind of value an entry has (implicit VR), by the data dictionary (PS3.6). */
const kinds: Readonly<Record<string, string>> = {
  x00080012: "DA",
  x00080020: "DA",
  x00080021: "DA",
  x00080022: "DA",
  x00080023: "DA",
  x00080030: "TM",
  x00080031: "TM",
  x00080032: "TM",
  x00080033: "TM",
  x00100030: "DA",
  x00101010: "AS",
  x00101020: "DS",
  x00101030: "DS",
  x00180050: "DS",
  x00180060: "DS",
  x00180080: "DS",
  x00180081: "DS",
  x00180088: "DS",
  x00200011: "IS",
  x00200013: "IS",
  x00200032: "DS",
  x00200037: "DS",
  x00201041: "DS",
  x00280030: "DS",
  x00281050: "DS",
  x00281051: "DS",
  x00281052: "DS",
  x00281053: "DS",
};

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
      kind: element.vr ?? kinds[element.tag] ?? "",
      value: valueOf(dataSet, element),
    }))
    .filter(({ value }) => value !== "");
}

/** Representations of numbers that the library reads as such; the others are text, in the file's own letters. */
const numeric = new Set(["US", "SS", "UL", "SL", "FL", "FD", "AT"]);

function valueOf(dataSet: DataSet, element: Element): string {
  if (element.items) return "";
  const { tag, vr, length } = element;
  if (length <= 0 || ["OB", "OW", "OF", "OD", "OL", "OV", "UN", "SQ"].includes(vr ?? "")) return "";
  if (vr !== undefined && numeric.has(vr)) return explicitElementToString(dataSet, element);
  if (vr === undefined && length === 2) return String(dataSet.uint16(tag));
  const text = textOf(dataSet, element, LONGEST);
  const words = tag === "x00100010" || vr === "PN" ? nameIn(text) : text.replaceAll("\\", " · ");
  return /^[^\p{Cc}]*$/u.test(words) ? words : "";
}
