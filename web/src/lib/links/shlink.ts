import * as z from "zod/mini";
import { fromBase64url, toBase64url } from "../base64.ts";
import { LinkError } from "./linkError.ts";

/** A SMART Health Link to a file of this service's. The key is nowhere but in the link. */
export interface Shlink {
  /** What the OTP worker knows it by: 43 characters. */
  token: string;
  /** 32 bytes. */
  key: Uint8Array<ArrayBuffer>;
  /** Unix seconds. */
  exp: number;
  /** Up to 80 characters, which everybody sees who has the link. */
  label: string;
}

const SCHEME = "shlink:/";
const MANIFEST = "/v1/links/manifest?link=";
const KEY_BYTES = 32;
/** As the specification has it. */
const LONGEST_URL = 128;
const VERSION = 1;

/** What else a payload may hold is ignored, as the specification asks. */
const payload = z.looseObject({
  url: z.string().check(z.maxLength(LONGEST_URL)),
  key: z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/)),
  exp: z.optional(z.number()),
  flag: z._default(z.string(), ""),
  label: z._default(z.string().check(z.maxLength(80)), ""),
  v: z._default(z.number(), VERSION),
});

/**
 * Writes a link, to be opened by this page or by any program that knows the format
 * (https://hl7.org/fhir/uv/smart-health-cards-and-links/STU1/links-specification.html). All of it but the page's address stands
 * behind the `#`, which no browser sends to a server.
 *
 * @param viewer The address of the page that opens it
 */
export function writeShlink(viewer: string, otpUrl: string, { token, key, exp, label }: Shlink): string {
  const url = `${manifestUrl(otpUrl)}${token}`;
  if (url.length > LONGEST_URL) throw new TypeError("The OTP worker's address is too long for a SMART Health Link.");
  const json = JSON.stringify({ url, key: toBase64url(key), exp, flag: "P", label, v: VERSION });
  return `${viewer}#${SCHEME}${toBase64url(new TextEncoder().encode(json))}`;
}

/**
 * Reads a link with or without a page's address before it. Only links of this service are opened: the page may ask no other.
 *
 * @param now Milliseconds since 1970
 * @throws LinkError
 */
export function readShlink(text: string, otpUrl: string, now: number): Shlink {
  const [, letters] = /^(?:[^#\s]*#)?shlink:\/([^\s]*)$/.exec(text.trim()) ?? [];
  if (letters === undefined) throw new LinkError("no-link");
  const { url, key: keyLetters, exp, flag, label, v } = parsePayload(letters);
  if (v > VERSION) throw new LinkError("newer");
  if (v !== VERSION) throw new LinkError("damaged-link");
  const token = url.startsWith(manifestUrl(otpUrl)) ? url.slice(manifestUrl(otpUrl).length) : null;
  if (token === null) throw new LinkError("foreign");
  // What a link of this service never is: without a passcode, without an end, or straight to a file.
  if (flag.includes("U") || !flag.includes("P")) throw new LinkError("unsupported");
  const key = fromBase64url(keyLetters);
  if (!/^[A-Za-z0-9_-]{43}$/.test(token) || key?.length !== KEY_BYTES || exp === undefined || !Number.isFinite(exp)) {
    throw new LinkError("damaged-link");
  }
  if (exp * 1000 <= now) throw new LinkError("expired");
  return { token, key, exp, label };
}

function manifestUrl(otpUrl: string): string {
  return `${otpUrl.replace(/\/$/, "")}${MANIFEST}`;
}

function parsePayload(letters: string): z.output<typeof payload> {
  const bytes = fromBase64url(letters);
  try {
    const json: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes ?? undefined));
    const parsed = payload.safeParse(json);
    if (bytes !== null && parsed.success) return parsed.data;
  } catch {
    // said below
  }
  throw new LinkError("damaged-link");
}
