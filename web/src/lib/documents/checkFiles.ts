import { downloadZip } from "client-zip";
import { m } from "#messages";
import { checkFile, isReadable, UnreadableFileError, type CheckedFile } from "./checkFile.ts";
import { isDicomImage } from "./fileKind.ts";

/** What became of files that were given together; `refusals` say of each of the others why not. */
export type CheckedFiles = { documents: CheckedFile[]; refusals: unknown[] };

/**
 * Checks files that were given together, each of which is to be a document of its own; several DICOM images are one, an archive of them
 * as they are, in the place of the first. One that cannot be added is refused by name, and the others are taken.
 */
export async function checkFiles(files: readonly File[]): Promise<CheckedFiles> {
  const images = await imagesAmong(files);
  const [firstImage, ...moreImages] = images;
  const checked: CheckedFiles = { documents: [], refusals: [] };
  for (const file of files) {
    if (moreImages.includes(file)) continue;
    try {
      const isSeries = moreImages.length > 0 && file === firstImage;
      checked.documents.push(await checkFile(isSeries ? await archiveOf(images) : file));
    } catch (error) {
      checked.refusals.push(error);
    }
  }
  return checked;
}

async function imagesAmong(files: readonly File[]): Promise<File[]> {
  const images: File[] = [];
  // One that cannot be read is refused by name later.
  for (const file of files) if (await isDicomImage(file).catch(() => false)) images.push(file);
  return images;
}

/** Names are numbered: two images of different folders may have the same one. */
async function archiveOf(files: readonly File[]): Promise<File> {
  const width = String(files.length).length;
  const entries = files.map((file, index) => ({
    name: `${String(index + 1).padStart(width, "0")}-${file.name}`,
    input: file,
  }));
  try {
    return new File([await downloadZip(entries).blob()], m.flows_documents_images_name());
  } catch (error) {
    for (const { input } of entries) if (!(await isReadable(input))) throw new UnreadableFileError(input.name);
    throw error;
  }
}
