import type { DataSet, Element } from "dicom-parser";

/** The text of an element, in the file's own letters; at most its first `longest` bytes. */
export function textOf(dataSet: DataSet, { dataOffset, length }: Element, longest: number): string {
  const bytes = dataSet.byteArray.subarray(dataOffset, dataOffset + Math.min(length, longest));
  return new TextDecoder(lettersOf(dataSet)).decode(bytes).replaceAll("\0", "").trim();
}

/** A person's name without the signs between its parts (PS3.5 §6.2.1.1): "Fernhill^Anjali^^Dr" gives "Fernhill Anjali Dr". */
export const nameIn = (text: string) => text.replaceAll("^", " ").replaceAll(/ {2,}/g, " ").trim();

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
