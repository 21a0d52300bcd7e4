import { ExplainedError } from "../words/explainedError.ts";
import { documentName } from "./documentName.ts";
import { actualKind, claimedKinds, CSV, FHIR, TEXT, type FileKind } from "./fileKind.ts";

/** The largest document, in bytes: 200 MiB. */
export const MAX_FILE = 200 * 2 ** 20;

/** A document that may be locked: its bytes are of the kind its name says. `filename` is what is kept as its name. */
export type CheckedFile = { file: File; filename: string; kind: FileKind };

/** Checks a file before anything is locked or sent. Throws `UnacceptableFileError` naming the cause. */
export async function checkFile(file: File): Promise<CheckedFile> {
  const filename = documentName(file.name);
  if (file.size === 0) {
    throw new UnacceptableFileError("empty", `${filename} is empty.`, "Choose the file again, or another one.");
  }
  if (file.size > MAX_FILE) {
    throw new UnacceptableFileError(
      "too-large",
      `${filename} has ${megabytes(file.size)}; the most is ${megabytes(MAX_FILE)}.`,
      "Make it smaller, or split it into several reports.",
    );
  }
  const claimed = claimedKinds(filename, file.type);
  const [kind] = claimed;
  if (!kind) {
    throw new UnacceptableFileError(
      "unknown-kind",
      `${filename} is of a kind that cannot be added.`,
      "Use a PDF, an image (PNG, JPEG, WebP, DICOM), a series of DICOM images (ZIP), a FHIR document (JSON), text or CSV.",
    );
  }
  const actual = await kindOf(file, filename);
  const broken = claimed.find((claim) => !isOfKind(actual, claim));
  if (broken) {
    throw new UnacceptableFileError(
      "wrong-kind",
      `${filename} says it is a ${broken.label}, but its content is ${actual ? `a ${actual.label}` : "something else"}.`,
      "Save it again from the program that made it, or choose the right file.",
    );
  }
  return { file, filename, kind };
}

async function kindOf(file: File, filename: string): Promise<FileKind | null> {
  try {
    return await actualKind(file);
  } catch {
    throw new UnacceptableFileError(
      "unreadable",
      `${filename} could not be read from this device.`,
      "Check that it is still there, then choose it again.",
    );
  }
}

/** Tables and FHIR documents are text, too. */
function isOfKind(actual: FileKind | null, claimed: FileKind): boolean {
  if (actual === claimed) return true;
  if (claimed === CSV) return actual === TEXT;
  return claimed === TEXT && actual === FHIR;
}

/** Rounded up, so that a file one byte too large never seems to fit. */
function megabytes(bytes: number): string {
  return `${(Math.ceil((bytes / 2 ** 20) * 10) / 10).toLocaleString("en")} MB`;
}

/** This file cannot be added. */
export class UnacceptableFileError extends ExplainedError {
  override name = "UnacceptableFileError";
  readonly reason: "several" | "empty" | "too-large" | "unknown-kind" | "wrong-kind" | "unreadable";

  constructor(reason: UnacceptableFileError["reason"], what: string, next: string) {
    super({ what, safe: "Nothing was locked or sent.", next, remedy: null });
    this.reason = reason;
  }
}
