import { cidOfDigest, digestOf, MAX_BLOB } from "@chartkey/protocol/cid";
import type { Hex } from "viem";
import { m } from "#messages";
import type { Network } from "../network/network.ts";
import { readUpTo } from "../readUpTo.ts";
import { ExplainedError, type Explanation } from "../words/explainedError.ts";
import { DroppedError } from "./persistently.ts";

/** Milliseconds until a gateway that does not answer is given up. */
const TIMEOUT = 20_000;

/** Gateways that are asked at the same time. */
const RACING = 2;

/**
 * Fetches the blob with this SHA-256. Two gateways are raced, the first blob that is unchanged wins and the others are dropped; if
 * neither has it, the next two are asked.
 *
 * @throws DroppedError when a gateway did not answer, so that another try may help, else an `ExplainedError`.
 */
export async function fetchBlob(network: Network, digest: Hex, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  let isAnyAway = false;
  for (let at = 0; at < network.gatewayUrls.length; at += RACING) {
    const lost = new AbortController();
    const signals = [lost.signal, AbortSignal.timeout(TIMEOUT), ...(signal ? [signal] : [])];
    const racing = network.gatewayUrls
      .slice(at, at + RACING)
      .map((gateway) => fromGateway(gateway, digest, AbortSignal.any(signals)));
    try {
      return await Promise.any(racing);
    } catch (error) {
      signal?.throwIfAborted();
      isAnyAway ||= error instanceof AggregateError && error.errors.some((reason) => !(reason instanceof NotHereError));
    } finally {
      lost.abort();
    }
  }
  throw isAnyAway ? new DroppedError(new StoreAwayError()) : new ExplainedError(nowhere);
}

/**
 * As `fetchBlob`, for what a person waits for: a gateway that is away is said at once.
 *
 * @throws StoreAwayError when another try may help, else another `ExplainedError`.
 */
export async function downloadBlob(network: Network, digest: Hex): Promise<Uint8Array<ArrayBuffer>> {
  return fetchBlob(network, digest).catch((error: unknown) => {
    throw error instanceof DroppedError ? error.cause : error;
  });
}

async function fromGateway(gateway: string, digest: Hex, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(`${gateway.replace(/\/$/, "")}/ipfs/${cidOfDigest(digest)}?format=raw`, {
    headers: { accept: "application/vnd.ipld.raw" },
    credentials: "omit",
    referrerPolicy: "no-referrer",
    signal,
  });
  // What is asked for too often or fails inside may work later; what a gateway says it does not have, it does not have.
  if (response.status === 429 || response.status >= 500) throw new Error(`The gateway answered ${response.status}.`);
  if (!response.ok) throw new NotHereError();
  const blob = await readUpTo(MAX_BLOB, response.body);
  // A gateway is not trusted: what it sends is what was asked for, or nothing.
  if (!blob || (await digestOf(blob)) !== digest.toLowerCase()) throw new NotHereError();
  return blob;
}

/** This gateway does not have the blob, or has something else in its place. */
class NotHereError extends Error {
  override name = "NotHereError";
}

/** A gateway did not answer: whether the blob is gone is not known. */
export class StoreAwayError extends ExplainedError {
  override name = "StoreAwayError";

  constructor() {
    super(nowhere);
  }
}

const nowhere: Explanation = {
  what: m.flows_blobs_away(),
  safe: m.flows_blobs_away_safe(),
  next: m.flows_blobs_away_next(),
  remedy: "retry",
};
