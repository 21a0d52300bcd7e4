import { canonicalJson } from "./canonical-json.ts";
import { equalBytes, unshared, type Bytes } from "./bytes.ts";

/** What a document is. `profile` holds the patient's own details, `remark` a comment on a report. */
export const REPORT_TYPES = [
  "prescription",
  "laboratory",
  "imaging",
  "discharge",
  "vaccination",
  "letter",
  "other",
  "profile",
  "remark",
] as const;

export type ReportType = (typeof REPORT_TYPES)[number];

/**
 * What is said about a document; sealed and committed to with it, readable without fetching it.
 *
 * - `title` 1 to 200 characters. `date`, the document's own, as "2026-11-12". `language` as in BCP 47, "en" or "hi-IN".
 * - `filename`, `mediaType` ("application/pdf") and `length` in bytes describe the body; null, null and 0 without one.
 * - `text`, up to 8,000 characters, is what a remark says; null or an accompanying sentence otherwise.
 */
export type ReportMetadata = {
  type: ReportType;
  title: string;
  date: string;
  language: string;
  filename: string | null;
  mediaType: string | null;
  length: number;
  text: string | null;
};

const FORMAT = 1;
const FIELDS = ["type", "title", "date", "language", "filename", "mediaType", "length", "text"] as const;
const MAX_TITLE = 200;
const MAX_FILENAME = 255;
const MAX_TEXT = 8000;

// No control characters, lone surrogates or line separators, and nothing that reorders what is printed (a file name that reads
// backwards hides its ending). Joiners stay: several scripts need them.
const LINE = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+$/u;
const PARAGRAPHS = /^(?:[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]|[\n\t])+$/u;
const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;
const MEDIA_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,62}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,62}$/;

/** Strictly checks a value that came from elsewhere. @throws InvalidReportMetadataError naming the field. */
export function parseReportMetadata(value: unknown): ReportMetadata {
  if (typeof value !== "object" || value === null) throw new InvalidReportMetadataError("metadata");
  const record = value as Record<string, unknown>;
  const unknown = Object.keys(record).find((key) => !FIELDS.some((field) => field === key));
  if (unknown !== undefined) throw new InvalidReportMetadataError("metadata");

  const { type, title, date, language, filename, mediaType, length, text } = record;
  const metadata = {
    type: must(
      "type",
      REPORT_TYPES.find((known) => known === type),
    ),
    title: must("title", textOf(title, LINE, MAX_TITLE)),
    date: must("date", calendarDate(date)),
    language: must("language", textOf(language, LANGUAGE, 35)),
    filename: filename === null ? null : must("filename", textOf(filename, LINE, MAX_FILENAME)),
    mediaType: mediaType === null ? null : must("mediaType", textOf(mediaType, MEDIA_TYPE, 127)),
    length: must("length", lengthOf(length)),
    text: text === null ? null : must("text", textOf(text, PARAGRAPHS, MAX_TEXT)),
  };
  if (metadata.length > 0 !== (metadata.filename !== null)) throw new InvalidReportMetadataError("filename");
  if (metadata.length > 0 !== (metadata.mediaType !== null)) throw new InvalidReportMetadataError("mediaType");
  if (metadata.type === "remark" && metadata.text === null) throw new InvalidReportMetadataError("text");
  return metadata;
}

/** Canonical JSON (RFC 8785) with a `format` of 1, texts in Unicode NFC, UTF-8. */
export function encodeReportMetadata(metadata: ReportMetadata): Bytes {
  const { title, filename, text, ...rest } = metadata;
  return serialised(
    parseReportMetadata({
      ...rest,
      title: title.normalize("NFC"),
      filename: filename?.normalize("NFC") ?? null,
      text: text?.normalize("NFC") ?? null,
    }),
  );
}

/** @throws InvalidReportMetadataError unless `encoded` is the canonical encoding of valid metadata. */
export function decodeReportMetadata(encoded: Uint8Array): ReportMetadata {
  const decoded = jsonOf(encoded);
  if (typeof decoded !== "object" || decoded === null) throw new InvalidReportMetadataError("metadata");
  const { format, ...fields } = decoded as Record<string, unknown>;
  if (format !== FORMAT) throw new InvalidReportMetadataError("format");
  const metadata = parseReportMetadata(fields);
  if (!equalBytes(encodeReportMetadata(metadata), encoded)) throw new InvalidReportMetadataError("metadata");
  return metadata;
}

function serialised(metadata: ReportMetadata): Bytes {
  return unshared(new TextEncoder().encode(canonicalJson({ format: FORMAT, ...metadata })));
}

function jsonOf(encoded: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(encoded));
  } catch {
    throw new InvalidReportMetadataError("metadata");
  }
}

function must<T>(field: string, value: T | undefined): T {
  if (value === undefined) throw new InvalidReportMetadataError(field);
  return value;
}

function textOf(value: unknown, pattern: RegExp, maximum: number): string | undefined {
  return typeof value === "string" && value.length <= maximum && pattern.test(value) ? value : undefined;
}

function lengthOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function calendarDate(value: unknown): string | undefined {
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return undefined;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value) ? value : undefined;
}

/** `field` names what is wrong; the value is never repeated. */
export class InvalidReportMetadataError extends Error {
  override name = "InvalidReportMetadataError";
  readonly field: string;
  constructor(field: string) {
    super(`The details of this report cannot be used: look at “${field}” again. Nothing was sealed or shown.`);
    this.field = field;
  }
}
