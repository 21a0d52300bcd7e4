import { licence as shape, type Licence } from "./licence.ts";

const NONCE_BYTES = 12;
/** Rows are padded to a multiple of this many characters, so that their length tells no name. */
const PADDING = 256;

/**
 * What the register stores of a licence: base64 of nonce (12 bytes) ‖ AES-256-GCM of its padded JSON, with the row's own key
 * as additional data, so that rows cannot be exchanged.
 */
export async function sealLicence(key: Uint8Array<ArrayBuffer>, rowKey: string, licence: Licence): Promise<string> {
  const json = JSON.stringify(licence);
  const padded = new TextEncoder().encode(json.padEnd(Math.ceil(json.length / PADDING) * PADDING));
  const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const sealed = await crypto.subtle.encrypt(parameters(iv, rowKey), await importKey(key), padded);
  return Buffer.concat([iv, new Uint8Array(sealed)]).toString("base64");
}

/** @throws when the row was sealed under another key, was altered, or belongs elsewhere */
export async function openLicence(key: Uint8Array<ArrayBuffer>, rowKey: string, row: string): Promise<Licence> {
  const bytes = new Uint8Array(Buffer.from(row, "base64"));
  const iv = bytes.subarray(0, NONCE_BYTES);
  const padded = await crypto.subtle.decrypt(parameters(iv, rowKey), await importKey(key), bytes.subarray(NONCE_BYTES));
  return shape.parse(JSON.parse(new TextDecoder().decode(padded)));
}

function parameters(iv: Uint8Array<ArrayBuffer>, rowKey: string) {
  return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(rowKey) };
}

function importKey(key: Uint8Array<ArrayBuffer>) {
  return crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt", "decrypt"]);
}
