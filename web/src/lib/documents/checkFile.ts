import { m } from "#messages";
import { formatLocale } from "../language.ts";
import { ExplainedError } from "../words/explainedError.ts";
import { documentName } from "./documentName.ts";
import {
  actualKind,
  claimedKinds,
  CSV,
  DICOM,
  FHIR,
  isDicomImage,
  isJson,
  isTextOfUnknownLetters,
  PDF,
  TEXT,
  type FileKind,
} from "./fileKind.ts";
import { peopleIn } from "./peopleIn.ts";
import type { NamedPerson } from "./samePerson.ts";

/** The largest document, in bytes: 200 MiB. */
export const MAX_FILE = 200 * 2 ** 20;

/** A document that may be locked: its bytes are of the kind its name says. */
export type CheckedFile = {
  file: File;
  /** What is kept as its name */
  filename: string;
  kind: FileKind;
  /** Whom it says it is about */
  people: readonly NamedPerson[];
  /** Its readers will need a password of its own */
  isLocked: boolean;
};

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
  // On the discs of hospitals images have numbers for names (DICOM PS3.10 §8.2).
  const [kind] = claimed.length > 0 ? claimed : (await isImage(file, filename)) ? [DICOM] : [];
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
    throw new UnacceptableFileError("wrong-kind", ...(await whyNot(file, filename, broken, actual)));
  }
  try {
    const isLocked = kind === PDF && (await isLockedPdf(file, filename));
    return { file, filename, kind, people: await peopleIn(file, kind), isLocked };
  } catch (error) {
    if (error instanceof UnacceptableFileError || (await isReadable(file))) throw error;
    throw new UnreadableFileError(filename);
  }
}

/** Why bytes are not what a file's name says, and what to do. */
async function whyNot(
  file: File,
  filename: string,
  claimed: FileKind,
  actual: FileKind | null,
): Promise<[what: string, next: string]> {
  if (claimed === FHIR && actual === TEXT) {
    // Names of such files only say how they are written.
    return (await isJson(file))
      ? [m.flows_documents_unknown_json({ filename }), m.flows_documents_unknown_json_next()]
      : [m.flows_documents_no_json({ filename }), m.flows_documents_wrong_kind_next()];
  }
  if ((claimed === TEXT || claimed === CSV || claimed === FHIR) && !actual && (await isTextOfUnknownLetters(file))) {
    return [m.flows_documents_unknown_letters({ filename }), m.flows_documents_unknown_letters_next()];
  }
  return [
    actual
      ? m.flows_documents_wrong_kind({ filename, claimed: claimed.label, actual: actual.label })
      : m.flows_documents_wrong_kind_unknown({ filename, claimed: claimed.label }),
    m.flows_documents_wrong_kind_next(),
  ];
}

/** @throws UnacceptableFileError when its end or its pages are missing; where that cannot be looked at, it passes */
async function isLockedPdf(file: File, filename: string): Promise<boolean> {
  const { stateOfPdf } = await import("../viewers/pdf/stateOfPdf.ts");
  const state = await stateOfPdf(new Uint8Array(await file.arrayBuffer()));
  if (state === "broken") {
    throw new UnacceptableFileError(
      "broken",
      m.flows_documents_broken_pdf({ filename }),
      m.flows_documents_broken_pdf_next(),
    );
  }
  return state === "locked";
}

async function kindOf(file: File, filename: string): Promise<FileKind | null> {
  try {
    return await actualKind(file);
  } catch {
    throw new UnreadableFileError(filename);
  }
}

async function isImage(file: File, filename: string): Promise<boolean> {
  try {
    return await isDicomImage(file);
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
  readonly reason:
    "empty" | "too-large" | "unknown-kind" | "wrong-kind" | "unreadable" | "too-many" | "mixed-patients" | "broken";

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
