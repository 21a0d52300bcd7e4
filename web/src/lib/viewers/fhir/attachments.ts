import { m } from "#messages";
import { all, isResource, one, text, type Json, type Resource } from "./fhirJson.ts";
import type { Resolve } from "./fhirValues.ts";

/** A file inside an entry, or one that an entry points to. */
export interface Attachment {
  id: string;
  title: string;
  mediaType: string;
  /** Its bytes in Base64; empty when the file does not hold them */
  data: string;
  /** Where it is, when it is not in the file: shown, never fetched */
  elsewhere: string;
}

/** The files of an entry: FHIR R4's Attachment wherever it may stand, and Binary. */
export function attachmentsOf(resource: Resource, resolve: Resolve): Attachment[] {
  if (resource.resourceType === "Binary") return [fromBinary(resource, m.fhir_attachment_untitled(), "0")];
  const held = [
    ...all(resource, "content").map((each) => one(each, "attachment") ?? each),
    ...all(resource, "presentedForm"),
    ...all(resource, "photo"),
    one(resource, "sourceAttachment"),
    one(resource, "valueAttachment"),
  ];
  return held
    .filter((each) => text(each, "contentType") || text(each, "data") || text(each, "url"))
    .map((each, index) => fromAttachment(each, resolve, String(index)));
}

function fromAttachment(attachment: Json | undefined, resolve: Resolve, id: string): Attachment {
  const title = text(attachment, "title") || m.fhir_attachment_untitled();
  const url = text(attachment, "url");
  const target = url ? resolve({ reference: url }) : undefined;
  if (target?.resourceType === "Binary") return { ...fromBinary(target, title, id), title };
  const data = text(attachment, "data");
  return { id, title, mediaType: text(attachment, "contentType"), data, elsewhere: data ? "" : url };
}

const fromBinary = (binary: Resource, title: string, id: string): Attachment => ({
  id,
  title,
  mediaType: text(binary, "contentType"),
  data: text(binary, "data"),
  elsewhere: "",
});

/** @throws AttachmentError when the letters are no Base64 */
export function attachmentBytes({ data }: Attachment): Uint8Array<ArrayBuffer> {
  try {
    const letters = atob(data.replaceAll(/\s/g, ""));
    return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  } catch {
    throw new AttachmentError();
  }
}

/** A name under which it can be saved. */
export function attachmentName({ title, mediaType }: Attachment): string {
  const ending = { "application/pdf": "pdf", "text/plain": "txt", "image/jpeg": "jpg", "image/png": "png" }[mediaType];
  return !ending || title.includes(".") ? title : `${title}.${ending}`;
}

export class AttachmentError extends Error {
  override name = "AttachmentError";
  constructor() {
    super(m.fhir_attachment_damaged());
  }
}

export const containedIn = (resource: Resource): Resource[] => all(resource, "contained").filter(isResource);
