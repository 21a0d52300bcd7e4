import { cidOfDigest, digestOf, MAX_BLOB } from "@chartkey/protocol/cid";
import { type Context, Hono, type Next } from "hono";
import { bodyLimit } from "hono/body-limit";
import { cors } from "hono/cors";
import { CID } from "multiformats/cid";
import { createHash, timingSafeEqual } from "node:crypto";
import { openPins, type Pins } from "./blob-store/pins.ts";
import { type UploadTerms, uploadTickets, type UploadTickets } from "./blob-store/upload-tickets.ts";
import { type LocalServer, onlyLoopbackNames, serveLocal } from "./serve-local.ts";

export interface BlobStoreOptions {
  readonly port: number;
  /** Blobs and what is known of them; kept across restarts. */
  readonly folder: string;
  /** What Pinata calls the JWT: whoever has it may sign uploads, list and delete. */
  readonly jwt: string;
}

export interface BlobStore extends LocalServer {
  /** Base of the API, as the SDK of Pinata takes it. */
  readonly apiUrl: string;
  /** The gateway's base: a blob is at `<gatewayUrl>/ipfs/<cid>`. */
  readonly gatewayUrl: string;
}

/** Room for the other fields of an upload and the boundaries between them. */
const FORM_OVERHEAD = 16 * 1024;
const PAGE = 1000;

/**
 * An IPFS blob store for one machine: the parts of Pinata's API v3 this project uses, and a gateway that gives blobs to
 * anyone who has their CID (https://docs.pinata.cloud/api-reference, https://specs.ipfs.tech/http-gateways/trustless-gateway).
 *
 * Every blob is one raw block of at most 1 MiB, so its CID is its SHA-256. Unlike Pinata's, a signed address works once.
 */
export async function startBlobStore({ port, folder, jwt }: BlobStoreOptions): Promise<BlobStore> {
  const pins = await openPins(folder);
  const server = await serveLocal(blobStoreApp({ pins, jwt }), port);
  return { ...server, apiUrl: `${server.url}/v3`, gatewayUrl: server.url };
}

function blobStoreApp({ pins, jwt }: { readonly pins: Pins; readonly jwt: string }): Hono {
  const app = new Hono();
  const tickets = uploadTickets();
  app.use(onlyLoopbackNames);
  app.use(cors({ origin: "*", exposeHeaders: ["Content-Length", "ETag", "X-Ipfs-Path", "X-Ipfs-Roots"] }));

  app.post("/v3/files/sign", bearer(jwt), bodyLimit({ maxSize: FORM_OVERHEAD }), (c) => sign(c, tickets));
  app.post("/v3/files/:ticket", bodyLimit({ maxSize: MAX_BLOB + FORM_OVERHEAD, onError: tooLarge }), (c) =>
    upload(c, { pins, tickets }),
  );
  app.get("/v3/files/public", bearer(jwt), (c) => list(c, pins));
  app.delete("/v3/files/public/:id", bearer(jwt), async (c) => {
    const removed = await pins.remove(c.req.param("id") ?? "");
    return removed ? c.json({ data: null }) : refusal(c, 404, "No file has this id.");
  });
  app.get("/ipfs/:cid", (c) => give(c, pins));
  // graph-node asks both before it starts, and needs any answer.
  app.post("/api/v0/version", (c) => c.json({ Version: "0.0.0-local", Commit: "", Repo: "", System: "", Golang: "" }));
  return app;
}

function bearer(jwt: string) {
  return async (context: Context, next: Next): Promise<Response | void> => {
    const given = context.req.header("authorization") ?? "";
    if (!isSame(given, `Bearer ${jwt}`)) return refusal(context, 401, "Not authorised.");
    await next();
  };
}

async function sign(context: Context, tickets: UploadTickets): Promise<Response> {
  const body: unknown = await context.req.json().catch(() => null);
  const { date, expires, max_file_size, keyvalues } = (body ?? {}) as Record<string, unknown>;
  if (!isPositive(date) || !isPositive(expires)) return refusal(context, 400, "date and expires are seconds.");
  const terms: UploadTerms = {
    expiresAt: date + expires,
    maxSize: Math.min(isPositive(max_file_size) ? max_file_size : MAX_BLOB, MAX_BLOB),
    keyvalues: textsOf(keyvalues),
  };
  const { origin } = new URL(context.req.url);
  return context.json({ data: tickets.sign(`${origin}/v3/files`, terms) });
}

async function upload(
  context: Context,
  store: { readonly pins: Pins; readonly tickets: UploadTickets },
): Promise<Response> {
  const ticket = store.tickets.take(new URL(context.req.url));
  if (ticket === null)
    return refusal(context, 401, "This upload address is wrong, expired or used. Ask for a new one.");

  const form = await context.req.formData().catch(() => null);
  const file = form?.get("file");
  if (!(file instanceof File) || file.size === 0) {
    ticket.giveBack();
    return refusal(context, 400, "The field file is missing or empty.");
  }
  if (file.size > ticket.terms.maxSize) {
    ticket.giveBack();
    return refusal(context, 413, `The file is larger than the ${ticket.terms.maxSize} bytes agreed.`);
  }

  const blob = new Uint8Array(await file.arrayBuffer());
  const cid = CID.parse(cidOfDigest(await digestOf(blob)));
  const name = form?.get("name");
  const pin = await store.pins.add({
    cid,
    blob,
    name: typeof name === "string" ? name : file.name,
    keyvalues: ticket.terms.keyvalues,
  });
  return context.json({
    data: { ...pin, mime_type: file.type, group_id: null, network: "public", number_of_files: 1 },
  });
}

function list(context: Context, pins: Pins): Response {
  const { cid, limit, pageToken } = context.req.query();
  const matching = pins.all().filter((pin) => cid === undefined || pin.cid === cid);
  const start = Number(pageToken ?? 0) || 0;
  const end = start + Math.min(Math.max(Number(limit ?? PAGE) || PAGE, 1), PAGE);
  return context.json({
    data: { files: matching.slice(start, end), next_page_token: end < matching.length ? String(end) : null },
  });
}

async function give(context: Context, pins: Pins): Promise<Response> {
  const cid = parseCid(context.req.param("cid") ?? "");
  if (cid === null) return refusal(context, 400, "This is no CID.");
  const blob = await pins.blob(cid);
  if (blob === null) {
    // "Only if you have it already" has an answer of its own, and graph-node starts on no other.
    const onlyIfHeld = context.req.header("cache-control") === "only-if-cached";
    return refusal(context, onlyIfHeld ? 412 : 404, "No blob has this CID.");
  }

  return context.body(blob, 200, {
    "content-type": "application/vnd.ipld.raw",
    "content-length": String(blob.length),
    "content-disposition": `attachment; filename="${cid.toString()}.bin"`,
    "cache-control": "public, max-age=29030400, immutable",
    etag: `"${cid.toString()}.raw"`,
    "x-content-type-options": "nosniff",
    "x-ipfs-path": `/ipfs/${cid.toString()}`,
    "x-ipfs-roots": cid.toString(),
  });
}

function refusal(context: Context, status: 400 | 401 | 404 | 412 | 413, message: string): Response {
  return context.json({ error: { code: status, message } }, status);
}

function tooLarge(context: Context): Response {
  return refusal(context, 413, `A file has at most ${MAX_BLOB} bytes.`);
}

function parseCid(text: string): CID | null {
  try {
    return CID.parse(text);
  } catch {
    return null;
  }
}

function isPositive(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value > 0;
}

function textsOf(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter(([, text]) => typeof text === "string"));
}

function isSame(given: string, wanted: string): boolean {
  const hash = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(given), hash(wanted));
}
