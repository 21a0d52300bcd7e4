import { downloadZip } from "client-zip";
import { m } from "#messages";
import { checkFile, UnacceptableFileError, type CheckedFile } from "./checkFile.ts";
import { actualKind, DICOM } from "./fileKind.ts";

/**
 * Checks files that are to be one document: one of any kind, or several DICOM images, which are put into one archive as they are.
 * @throws UnacceptableFileError naming the cause
 */
export async function checkFiles(files: readonly File[]): Promise<CheckedFile> {
  const [first] = files;
  if (first && files.length === 1) return checkFile(first);
  for (const file of files) {
    const checked = await actualKind(file).catch(() => null);
    if (checked !== DICOM) {
      throw new UnacceptableFileError(
        "several",
        m.flows_documents_several({ count: files.length, filename: file.name }),
        m.flows_documents_several_next(),
      );
    }
  }
  return checkFile(await archiveOf(files));
}

/** Names are numbered: two images of different folders may have the same one. */
async function archiveOf(files: readonly File[]): Promise<File> {
  const width = String(files.length).length;
  const entries = files.map((file, index) => ({
    name: `${String(index + 1).padStart(width, "0")}-${file.name}`,
    input: file,
  }));
  return new File([await downloadZip(entries).blob()], m.flows_documents_images_name());
}
