import { m } from "#messages";
import { formatLocale } from "../language.ts";
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
    throw new UnacceptableFileError("empty", m.flows_documents_empty({ filename }), m.flows_documents_empty_next());
  }
  if (file.size > MAX_FILE) {
    throw new UnacceptableFileError(
      "too-large",
      m.flows_documents_too_large({ filename, size: megabytes(file.size), most: megabytes(MAX_FILE) }),
      m.flows_documents_too_large_next(),
    );
  }
  const claimed = claimedKinds(filename, file.type);
  const [kind] = claimed;
  if (!kind) {
    throw new UnacceptableFileError(
      "unknown-kind",
      m.flows_documents_unknown_kind({ filename }),
      m.flows_documents_unknown_kind_next(),
    );
  }
  const actual = await kindOf(file, filename);
  const broken = claimed.find((claim) => !isOfKind(actual, claim));
  if (broken) {
    throw new UnacceptableFileError(
      "wrong-kind",
      actual
        ? m.flows_documents_wrong_kind({ filename, claimed: broken.label, actual: actual.label })
        : m.flows_documents_wrong_kind_unknown({ filename, claimed: broken.label }),
      m.flows_documents_wrong_kind_next(),
    );
  }
  return { file, filename, kind };
}

async function kindOf(file: File, filename: string): Promise<FileKind | null> {
  try {
    return await actualKind(file);
  } catch {
    throw new UnreadableFileError(filename);
  }
}

/** Whether a file is still what it was when it was chosen: browsers refuse to read one that was changed or moved since. */
export async function isReadable(file: Blob): Promise<boolean> {
  try {
    await file.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
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
  return (Math.ceil((bytes / 2 ** 20) * 10) / 10).toLocaleString(formatLocale);
}

/** This file cannot be added. */
export class UnacceptableFileError extends ExplainedError {
  override name = "UnacceptableFileError";
  readonly reason: "empty" | "too-large" | "unknown-kind" | "wrong-kind" | "unreadable" | "too-many";

  constructor(reason: UnacceptableFileError["reason"], what: string, next: string) {
    super({ what, safe: m.flows_documents_safe(), next, remedy: null });
    this.reason = reason;
  }
}

/** It is not there any more, or was changed since it was chosen. */
export class UnreadableFileError extends UnacceptableFileError {
  constructor(filename: string) {
    super("unreadable", m.flows_documents_unreadable({ filename }), m.flows_documents_unreadable_next());
  }
}
