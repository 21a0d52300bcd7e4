import { cidOfDigest, digestOf, MAX_BLOB } from "@chartkey/protocol/cid";
import { parsePayload } from "@chartkey/protocol/payload-format";
import { bytesToHex, type Hex } from "viem";
import type { Configuration } from "../configuration/read-configuration.ts";
import { describeError, logError } from "../log.ts";
import { storeUnavailable } from "./pinata.ts";

/** Milliseconds to wait for one head. */
const TIMEOUT = 10_000;

/** Heads read at the same time: each is up to 1 MiB, and a worker on Cloudflare has six connections. */
const HEADS_AT_ONCE = 6;

/**
 * The parts that heads of payloads name, as digests. Heads are not secret: what they name is readable without a key. See
 * [Note: head and parts].
 *
 * @throws {Refusal} `store_unavailable` when a head cannot be had: then nobody knows its parts
 */
export async function partsOf(
  { gatewayUrl }: Pick<Configuration["pinata"], "gatewayUrl">,
  heads: readonly Hex[],
): Promise<ReadonlySet<Hex>> {
  const parts = new Set<Hex>();
  try {
    for (let read = 0; read < heads.length; read += HEADS_AT_ONCE) {
      const blobs = await Promise.all(
        heads.slice(read, read + HEADS_AT_ONCE).map((head) => fetchBlob(gatewayUrl, head)),
      );
      for (const blob of blobs) {
        for (const digest of parsePayload(blob).partDigests) parts.add(bytesToHex(digest));
      }
    }
  } catch (error) {
    logError("head_unavailable", describeError(error));
    throw storeUnavailable();
  }
  return parts;
}

/**
 * The encrypted file of a link, part after part. Resolves when the first is there; when a later one cannot be had, or `beforeNext`,
 * which is asked before each of them, throws, what is read ends in an error.
 *
 * @throws {Refusal} `store_unavailable`
 */
export async function streamParts(
  { gatewayUrl }: Pick<Configuration["pinata"], "gatewayUrl">,
  parts: readonly Hex[],
  beforeNext: () => Promise<void>,
): Promise<ReadableStream<Uint8Array>> {
  const [first, ...rest] = parts;
  if (first === undefined) throw storeUnavailable();
  const begin = await fetchPart(gatewayUrl, first);
  return new ReadableStream({
    start: (controller) => controller.enqueue(begin),
    async pull(controller) {
      const next = rest.shift();
      if (next === undefined) return controller.close();
      await beforeNext();
      controller.enqueue(await fetchPart(gatewayUrl, next));
    },
  });
}

async function fetchPart(gatewayUrl: string, digest: Hex): Promise<Uint8Array> {
  try {
    return await fetchBlob(gatewayUrl, digest);
  } catch (error) {
    logError("part_unavailable", describeError(error));
    throw storeUnavailable();
  }
}

async function fetchBlob(gatewayUrl: string, digest: Hex): Promise<Uint8Array> {
  const response = await fetch(`${gatewayUrl}/ipfs/${cidOfDigest(digest)}?format=raw`, {
    headers: { accept: "application/vnd.ipld.raw" },
    signal: AbortSignal.timeout(TIMEOUT),
  });
  const announced = Number(response.headers.get("content-length") ?? 0);
  if (!response.ok || announced > MAX_BLOB) throw new BlobError(response.status);
  const blob = new Uint8Array(await response.arrayBuffer());
  if ((await digestOf(blob)) !== digest) throw new BlobError(response.status);
  return blob;
}

class BlobError extends Error {
  override readonly name = "BlobError";

  constructor(status: number) {
    super(`The gateway gave no blob, or another one (status ${status}).`);
  }
}
