export type ViewerKind = "pdf" | "image" | "dicom" | "fhir" | "table" | "text" | "none";

/** Pictures every browser decodes and that cannot carry a script; SVG can, so it is saved, not opened. */
const pictures = new Set(["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/bmp"]);
const tables = new Set(["text/csv", "text/tab-separated-values"]);
const texts = new Set(["text/plain", "text/markdown", "application/json"]);

/**
 * Which viewer shows a document. The author's media type decides, without its parameters; a type that is not known here
 * is saved and never opened, and so is HTML.
 */
export function viewerFor(mediaType: string, bytes: Uint8Array): ViewerKind {
  const type = (mediaType.split(";")[0] ?? "").trim().toLowerCase();
  if (type === "application/pdf") return "pdf";
  if (pictures.has(type)) return "image";
  if (type === "application/dicom") return "dicom";
  // An archive can be added only when it holds medical images; which they are is for their viewer.
  if (type === "application/zip" && isZip(bytes)) return "dicom";
  if (type === "application/fhir+json") return "fhir";
  if (type === "application/json" && mentionsResourceType(bytes)) return "fhir";
  if (tables.has(type)) return "table";
  if (texts.has(type)) return "text";
  return "none";
}

/** The signature of a first entry (APPNOTE.TXT §4.3.7). */
const isZip = (bytes: Uint8Array) => [0x50, 0x4b, 0x03, 0x04].every((byte, index) => bytes[index] === byte);

/** A FHIR resource in JSON names its type; the first kilobyte says so in every file a program wrote. */
function mentionsResourceType(bytes: Uint8Array): boolean {
  return /^\s*\{[^]*"resourceType"\s*:/.test(new TextDecoder().decode(bytes.subarray(0, 1024)));
}
