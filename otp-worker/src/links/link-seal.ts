import type { Hex } from "viem";
import * as z from "zod/mini";
import { MOST_PARTS } from "./link-limits.ts";

const NONCE_BYTES = 12;

/** What a link leads to: the blobs that its encrypted file is stored as, in order, and what its passcode is checked by. */
const file = z.object({ parts: z.array(z.custom<Hex>()).check(z.maxLength(MOST_PARTS)), passcode: z.string() });

export type LinkFile = z.output<typeof file>;

/** An address of a link's file that works until `until`, in Unix seconds. */
const ticket = z.object({ id: z.string(), parts: z.array(z.custom<Hex>()), until: z.number() });

export type FileTicket = z.output<typeof ticket>;

type Key = Uint8Array<ArrayBuffer>;

/** What is stored of a link, good for the link of this id alone. */
export function sealLinkFile(key: Key, id: string, sealed: LinkFile): Promise<string> {
  return seal(key, `link ${id}`, sealed);
}

/** Null for what was sealed under another key, was altered, or belongs to another link. */
export async function openLinkFile(key: Key, id: string, sealed: string): Promise<LinkFile | null> {
  try {
    return file.parse(await open(key, `link ${id}`, sealed));
  } catch {
    return null;
  }
}

export function sealFileTicket(key: Key, sealed: FileTicket): Promise<string> {
  return seal(key, "file", sealed);
}

/** Null for anything that is no ticket of ours; one that has run out is returned, for the caller to say so. */
export async function openFileTicket(key: Key, sealed: string): Promise<FileTicket | null> {
  try {
    return ticket.parse(await open(key, "file", sealed));
  } catch {
    return null;
  }
}

/** base64url of nonce (12 bytes) ‖ AES-256-GCM of JSON, with what it is as additional data. */
async function seal(key: Key, what: string, value: unknown): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const json = new TextEncoder().encode(JSON.stringify(value));
  const sealed = await crypto.subtle.encrypt(parameters(iv, what), await importKey(key), json);
  return Buffer.concat([iv, new Uint8Array(sealed)]).toString("base64url");
}

async function open(key: Key, what: string, sealed: string): Promise<unknown> {
  const bytes = new Uint8Array(Buffer.from(sealed, "base64url"));
  const iv = bytes.subarray(0, NONCE_BYTES);
  const json = await crypto.subtle.decrypt(parameters(iv, what), await importKey(key), bytes.subarray(NONCE_BYTES));
  return JSON.parse(new TextDecoder().decode(json));
}

function parameters(iv: Uint8Array<ArrayBuffer>, what: string) {
  return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(what) };
}

function importKey(key: Key) {
  return crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt", "decrypt"]);
}
