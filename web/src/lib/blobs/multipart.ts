const LINE = "\r\n";

/**
 * A form with one file, as multipart/form-data (RFC 7578), in one piece of memory. [Note: no blob for a blob] A `FormData` takes its file as
 * a `Blob`, which the browser keeps outside the page until the page's own memory is collected: a long upload would pile up there.
 *
 * @param fields Text without line breaks.
 */
export function multipartForm(
  fields: Readonly<Record<string, string>>,
  file: { name: string; bytes: Uint8Array },
): { type: string; body: Uint8Array<ArrayBuffer> } {
  const boundary = `chartkey-${crypto.randomUUID()}`;
  const texts = Object.entries(fields).map(
    ([name, text]) => `--${boundary}${LINE}content-disposition: form-data; name="${name}"${LINE}${LINE}${text}${LINE}`,
  );
  const before = new TextEncoder().encode(
    `${texts.join("")}--${boundary}${LINE}content-disposition: form-data; name="file"; filename="${file.name}"${LINE}` +
      `content-type: application/octet-stream${LINE}${LINE}`,
  );
  const after = new TextEncoder().encode(`${LINE}--${boundary}--${LINE}`);
  const body = new Uint8Array(before.length + file.bytes.length + after.length);
  body.set(before);
  body.set(file.bytes, before.length);
  body.set(after, before.length + file.bytes.length);
  return { type: `multipart/form-data; boundary=${boundary}`, body };
}
