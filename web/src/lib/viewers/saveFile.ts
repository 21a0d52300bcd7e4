/**
 * Offers bytes as a download. The type is always a neutral one, so that no browser opens what it saves as a page of this
 * origin; the name loses what would be a folder.
 */
export function saveFile(bytes: Uint8Array, filename: string): void {
  const url = URL.createObjectURL(new Blob([bytes.slice()], { type: "application/octet-stream" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = filename.replaceAll(/[\\/]/g, "_") || "document";
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
