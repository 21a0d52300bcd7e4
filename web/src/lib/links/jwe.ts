import * as z from "zod/mini";
import { fromBase64url, toBase64url } from "../base64.ts";
import { readUpTo } from "../readUpTo.ts";

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Bytes that a file may unpack to: a small one that is made to fill the memory is refused. */
const LARGEST_FILE = 128 * 2 ** 20;

export const FHIR_JSON = "application/fhir+json";

const header = z.strictObject({
  alg: z.literal("dir"),
  enc: z.literal("A256GCM"),
  cty: z.literal(FHIR_JSON),
  zip: z.optional(z.literal("DEF")),
});

/**
 * Locks a FHIR file as SMART Health Links have it: a compact JWE (RFC 7516) of `dir` and `A256GCM` over its raw DEFLATE. As text
 * in ASCII.
 *
 * @param key 32 bytes, for this one file: the initialization vector is random
 */
export async function sealFile(file: Uint8Array<ArrayBuffer>, key: Uint8Array<ArrayBuffer>): Promise<string> {
  const head = toBase64url(ascii(JSON.stringify({ alg: "dir", enc: "A256GCM", cty: FHIR_JSON, zip: "DEF" })));
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const packed = await piped(file, new CompressionStream("deflate-raw"));
  const sealed = new Uint8Array(
    await crypto.subtle.encrypt(parameters(iv, head), await imported(key, "encrypt"), packed),
  );
  const [text, tag] = [sealed.subarray(0, -TAG_BYTES), sealed.subarray(-TAG_BYTES)];
  return [head, "", toBase64url(iv), toBase64url(text), toBase64url(tag)].join(".");
}

/** Opens what `sealFile` or another program locked. @throws DamagedFileError for anything else, or under another key */
export async function openFile(jwe: string, key: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const [head = "", wrapped, ...rest] = jwe.split(".");
  const [iv, text, tag] = rest.map(fromBase64url);
  const { zip } = parseHeader(head);
  if (wrapped !== "" || rest.length !== 3 || iv?.length !== IV_BYTES || !text || tag?.length !== TAG_BYTES) {
    throw new DamagedFileError();
  }
  const sealed = new Uint8Array(text.length + TAG_BYTES);
  sealed.set(text);
  sealed.set(tag, text.length);
  try {
    const packed = await crypto.subtle.decrypt(parameters(iv, head), await imported(key, "decrypt"), sealed);
    const bytes = new Uint8Array(packed);
    return zip ? await piped(bytes, new DecompressionStream("deflate-raw")) : bytes;
  } catch {
    throw new DamagedFileError();
  }
}

function parseHeader(head: string): z.output<typeof header> {
  try {
    return header.parse(JSON.parse(new TextDecoder().decode(fromBase64url(head) ?? undefined)));
  } catch {
    throw new DamagedFileError();
  }
}

const ascii = (text: string) => new TextEncoder().encode(text);

/** The header stands in the authenticated data as it is written (RFC 7516 §5.1). */
function parameters(iv: Uint8Array<ArrayBuffer>, head: string) {
  return { name: "AES-GCM", iv, additionalData: ascii(head), tagLength: TAG_BYTES * 8 };
}

function imported(key: Uint8Array<ArrayBuffer>, use: "encrypt" | "decrypt") {
  return crypto.subtle.importKey("raw", key, "AES-GCM", false, [use]);
}

async function piped(
  bytes: Uint8Array<ArrayBuffer>,
  through: CompressionStream | DecompressionStream,
): Promise<Uint8Array<ArrayBuffer>> {
  const result = await readUpTo(LARGEST_FILE, new Blob([bytes]).stream().pipeThrough(through));
  if (!result) throw new DamagedFileError();
  return result;
}

/** Not what was locked under this key, or not as a SMART Health Link's file is written. Said to people as a `LinkError`. */
export class DamagedFileError extends Error {
  override name = "DamagedFileError";
}
