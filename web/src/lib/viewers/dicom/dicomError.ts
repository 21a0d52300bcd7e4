/** Why an image cannot be shown, and what to do, in words for its reader. */
export class DicomError extends Error {
  override name = "DicomError";
  /** Only why */
  readonly what: string;

  constructor(what: string) {
    super(`${what} The file is exactly as its author sent it: save it and open it with a program for medical images.`);
    this.what = what;
  }
}
