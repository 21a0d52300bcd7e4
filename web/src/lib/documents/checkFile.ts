import { ExplainedError } from "../words/explainedError.ts";
import { actualKind, claimedKind, CSV, TEXT, type FileKind } from "./fileKind.ts";

/** The largest document, in bytes: 25 MiB. */
export const MAX_FILE = 25 * 2 ** 20;

/** A document that may be locked: its bytes are of the kind its name says. */
export type CheckedFile = { file: File; kind: FileKind };

/** Checks a file before anything is locked or sent. Throws `UnacceptableFileError` naming the cause. */
export async function checkFile(file: File): Promise<CheckedFile> {
  if (file.size === 0) {
    throw new UnacceptableFileError("empty", `${file.name} is empty.`, "Choose the file again, or another one.");
  }
  if (file.size > MAX_FILE) {
    throw new UnacceptableFileError(
      "too-large",
      `${file.name} has ${megabytes(file.size)}; the most is ${megabytes(MAX_FILE)}.`,
      "Make it smaller, or split it into several reports.",
    );
  }
  const claimed = claimedKind(file.name, file.type);
  if (!claimed) {
    throw new UnacceptableFileError(
      "unknown-kind",
      `${file.name} is of a kind that cannot be added.`,
      "Use a PDF, an image (PNG, JPEG, WebP, DICOM), a FHIR document (JSON), text or CSV.",
    );
  }
  const actual = actualKind(new Uint8Array(await file.arrayBuffer()));
  if (!isOfKind(actual, claimed)) {
    throw new UnacceptableFileError(
      "wrong-kind",
      `${file.name} says it is a ${claimed.label}, but its content is ${actual ? `a ${actual.label}` : "something else"}.`,
      "Save it again from the program that made it, or choose the right file.",
    );
  }
  return { file, kind: claimed };
}

/** Tables and FHIR documents are text, too. */
function isOfKind(actual: FileKind | null, claimed: FileKind): boolean {
  if (actual === claimed) return true;
  return claimed === CSV ? actual === TEXT : false;
}

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toLocaleString("en", { maximumFractionDigits: 1 })} MB`;
}

/** This file cannot be added. */
export class UnacceptableFileError extends ExplainedError {
  override name = "UnacceptableFileError";
  readonly reason: "empty" | "too-large" | "unknown-kind" | "wrong-kind";

  constructor(reason: UnacceptableFileError["reason"], what: string, next: string) {
    super({ what, safe: "Nothing was locked or sent.", next, remedy: null });
    this.reason = reason;
  }
}
