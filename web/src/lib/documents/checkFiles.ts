import { downloadZip } from "client-zip";
import { m } from "#messages";
import type { Subject } from "../viewers/dicom/subject.ts";
import { formatLocale } from "../language.ts";
import { checkFile, isReadable, UnacceptableFileError, UnreadableFileError, type CheckedFile } from "./checkFile.ts";
import { documentName } from "./documentName.ts";
import { isDicomImage } from "./fileKind.ts";
import { subjectOfImage } from "./peopleIn.ts";

/** What became of files that were given together; `refusals` say of each of the others why not. */
export type CheckedFiles = { documents: CheckedFile[]; refusals: unknown[] };

/** Two or more images of one examination, in the order they were given in. */
type Examination = { images: File[]; isMixed: boolean };

/**
 * Checks files that were given together, each of which is to be a document of its own; the DICOM images of one examination are one, an
 * archive of them as they are, in the place of the first. What cannot be added is refused by name, and the others are taken.
 */
export async function checkFiles(files: readonly File[]): Promise<CheckedFiles> {
  let examinations: ReadonlyMap<File, Examination>;
  try {
    examinations = await examinationsAmong(files);
  } catch (error) {
    // What looks into images could not be loaded: none is added unseen.
    return { documents: [], refusals: [error] };
  }
  const archives = new Set([...examinations.values()]);
  const checked: CheckedFiles = { documents: [], refusals: [] };
  for (const file of files) {
    const examination = examinations.get(file);
    if (examination && examination.images[0] !== file) continue;
    try {
      const document = examination
        ? await archiveOf(examination, [...archives].indexOf(examination), archives.size)
        : file;
      checked.documents.push(await checkFile(document));
    } catch (error) {
      checked.refusals.push(error);
    }
  }
  return checked;
}

/** The examinations that several images are of, by image. An image that names none belongs to no other. */
async function examinationsAmong(files: readonly File[]): Promise<ReadonlyMap<File, Examination>> {
  const images: { file: File; subject: Subject }[] = [];
  for (const file of files) {
    // One that cannot be read is refused by name later.
    if (!(await isDicomImage(file).catch(() => false)) || !(await isReadable(file))) continue;
    images.push({ file, subject: await subjectOfImage(file) });
  }
  const examinations = new Map<File, Examination>();
  for (const [study, group] of Map.groupBy(images, ({ subject }) => subject.study)) {
    if (study === "" || group.length < 2) continue;
    const isMixed = await areOfSeveral(group.map(({ subject }) => subject));
    const examination = { images: group.map(({ file }) => file), isMixed };
    for (const image of examination.images) examinations.set(image, examination);
  }
  return examinations;
}

/** Whether some images are clearly not of the patient of others. */
async function areOfSeveral(subjects: readonly Subject[]): Promise<boolean> {
  const { isOfAnotherPatient } = await import("../viewers/dicom/subject.ts");
  const distinct = [...new Map(subjects.map((subject) => [JSON.stringify(subject), subject])).values()];
  return distinct.some((one, at) => distinct.slice(0, at).some((other) => isOfAnotherPatient(one, other)));
}

/** Images are numbered: two of different folders may have the same name. So are archives, where there are several. */
async function archiveOf({ images, isMixed }: Examination, index: number, count: number): Promise<File> {
  if (isMixed) throw new MixedPatientsError(images);
  const width = String(images.length).length;
  const entries = images.map((image, at) => ({
    name: `${String(at + 1).padStart(width, "0")}-${image.name}`,
    input: image,
  }));
  const name =
    count > 1 ? m.flows_documents_images_name_of_several({ number: index + 1 }) : m.flows_documents_images_name();
  try {
    return new File([await downloadZip(entries).blob()], name);
  } catch (error) {
    for (const { input } of entries) if (!(await isReadable(input))) throw new UnreadableFileError(input.name);
    throw error;
  }
}

/** Images of one examination that are not of one patient. Whom they name is not said: errors hold nothing confidential. */
class MixedPatientsError extends UnacceptableFileError {
  constructor(images: readonly File[]) {
    const filenames = new Intl.ListFormat(formatLocale).format(images.map(({ name }) => documentName(name)));
    super("mixed-patients", m.flows_documents_mixed_patients({ filenames }), m.flows_documents_mixed_patients_next());
  }
}
