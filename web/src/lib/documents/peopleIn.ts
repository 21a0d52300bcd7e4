import type { Subject } from "../viewers/dicom/subject.ts";
import { filesIn, LARGEST_UNPACKED, unpack } from "./archive.ts";
import { DICOM, DICOM_SERIES, FHIR, isDicom, type FileKind } from "./fileKind.ts";
import type { NamedPerson } from "./samePerson.ts";

/** Of an image: what says whose it is comes before its pixels. */
const HEAD = 2 ** 20;

/** Whom a document says it is about, each once. Nobody where its kind names no one, or it does not. What reads it is loaded only then. */
export async function peopleIn(file: Blob, kind: FileKind): Promise<NamedPerson[]> {
  if (kind === FHIR) {
    const { subjectsOf } = await import("../viewers/fhir/subjects.ts");
    return distinct(subjectsOf(new Uint8Array(await file.arrayBuffer())));
  }
  if (kind === DICOM) return distinct([await subjectOfImage(file)]);
  if (kind !== DICOM_SERIES) return [];
  const { readSubject } = await import("../viewers/dicom/subject.ts");
  const archive = new Uint8Array(await file.arrayBuffer());
  return distinct(
    filesIn(archive).flatMap(({ originalSize }, index) => {
      if (originalSize < 132 || originalSize > LARGEST_UNPACKED) return [];
      const bytes = unpack(archive, index);
      return isDicom(bytes) ? [readSubject(bytes)] : [];
    }),
  );
}

/** Whose an image is, and of which examination. */
export async function subjectOfImage(file: Blob): Promise<Subject> {
  const { readSubject } = await import("../viewers/dicom/subject.ts");
  const read = async (bytes: number) => readSubject(new Uint8Array(await file.slice(0, bytes).arrayBuffer()));
  const subject = await read(HEAD);
  return subject.study === "" && file.size > HEAD ? read(file.size) : subject;
}

function distinct(people: readonly NamedPerson[]): NamedPerson[] {
  const named = people.filter(({ name }) => name !== "").map(({ name, born }) => ({ name, born }));
  return [...new Map(named.map((person) => [`${person.name}|${person.born}`, person])).values()];
}
