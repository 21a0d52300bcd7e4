import { m } from "#messages";

/** Offers bytes as a download, as `saveBlob` does. */
export function saveFile(bytes: Uint8Array, filename: string): void {
  saveBlob(new Blob([bytes.slice()]), filename);
}

/**
 * Offers something as a download. The type is always a neutral one, so that no browser opens what it saves as a page of this
 * origin; the name loses what would be a folder.
 */
export function saveBlob(blob: Blob, filename: string): void {
  const url = URL.createObjectURL(blob.slice(0, blob.size, "application/octet-stream"));
  const link = document.createElement("a");
  link.href = url;
  link.download = filename.replaceAll(/[\\/]/g, "_") || m.viewers_save_unnamed();
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
