import { unzipSync, type UnzipFileInfo } from "fflate";

/** Bytes: a file of an archive that claims more is not unpacked. Small files can claim or hold far more than a device has memory for. */
export const LARGEST_UNPACKED = 512 * 2 ** 20;

/** By the signature of its first entry (APPNOTE.TXT §4.3.7). */
export const isZip = (bytes: Uint8Array) =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04;

/** Everything in a ZIP archive but its folders. Nothing is unpacked. @throws Error when the archive is damaged */
export function filesIn(archive: Uint8Array): UnzipFileInfo[] {
  const files: UnzipFileInfo[] = [];
  eachFile(archive, (info) => {
    files.push(info);
    return false;
  });
  return files;
}

/**
 * One file of an archive. `index` counts `filesIn`: two of them may have one name.
 * @throws Error when it is damaged
 */
export function unpack(archive: Uint8Array, index: number): Uint8Array {
  let at = -1;
  return Object.values(eachFile(archive, () => ++at === index))[0] ?? new Uint8Array();
}

function eachFile(archive: Uint8Array, wanted: (info: UnzipFileInfo) => boolean): Record<string, Uint8Array> {
  return unzipSync(archive, { filter: (info) => !info.name.endsWith("/") && wanted(info) });
}
