import { parseDicom, type DataSet } from "dicom-parser";
import { isSomebodyElse, type NamedPerson } from "../../documents/samePerson.ts";
import { nameIn, textOf } from "./dicomText.ts";

/** Whose a medical image is, and of which examination, by its own words; empty where it says nothing. */
export interface Subject extends NamedPerson {
  /** As the hospital counts its patients */
  number: string;
  /** Study Instance UID (DICOM PS3.3 §C.7.2.1) */
  study: string;
}

const LONGEST = 200;
/** The element after the last that is read here: the rest of the file is never looked at. */
const SERIES = "x0020000e";

export function subjectOf(dataSet: DataSet): Subject {
  const text = (tag: string) => {
    const element = dataSet.elements[tag];
    return element ? textOf(dataSet, element, LONGEST) : "";
  };
  // Letters, then the same name in the characters of its language and as it sounds (PS3.5 §6.2.1.1).
  const [name = ""] = text("x00100010").split("=");
  return {
    name: nameIn(name),
    born: text("x00100030").replace(/^(\d{4})(\d{2})(\d{2})$/, "$1-$2-$3"),
    number: text("x00100020"),
    study: dataSet.string("x0020000d") ?? "",
  };
}

/** The same of a file, of which the beginning may be enough. What cannot be read names nobody. */
export function readSubject(bytes: Uint8Array): Subject {
  try {
    return subjectOf(parseDicom(bytes, { untilTag: SERIES, inflater: () => bytes }));
  } catch (error) {
    // The library hands over what it had read.
    const { dataSet } = error as { dataSet?: DataSet };
    return dataSet ? subjectOf(dataSet) : { name: "", born: "", number: "", study: "" };
  }
}

/** Whether two images are clearly not one patient's. */
export function isOfAnotherPatient(one: Subject, other: Subject): boolean {
  const differ = (a: string, b: string) => a !== "" && b !== "" && a !== b;
  return differ(one.number, other.number) || differ(one.born, other.born) || isSomebodyElse(one.name, other.name);
}
