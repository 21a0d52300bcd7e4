import { cidOfDigest, digestOf, MAX_BLOB } from "@chartkey/protocol/cid";
import type { Hex } from "viem";
import type { Network } from "../network/network.ts";
import { ExplainedError, type Explanation } from "../words/explainedError.ts";

/** Milliseconds until the next gateway is asked. */
const TIMEOUT = 20_000;

/** Fetches the blob with this SHA-256 from the first gateway that has it unchanged. Throws an `ExplainedError` if none has. */
export async function downloadBlob(network: Network, digest: Hex): Promise<Uint8Array<ArrayBuffer>> {
  for (const gateway of network.gatewayUrls) {
    const blob = await fromGateway(gateway, digest);
    if (blob) return blob;
  }
  throw new ExplainedError(nowhere);
}

async function fromGateway(gateway: string, digest: Hex): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const response = await fetch(`${gateway.replace(/\/$/, "")}/ipfs/${cidOfDigest(digest)}?format=raw`, {
      headers: { accept: "application/vnd.ipld.raw" },
      credentials: "omit",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout(TIMEOUT),
    });
    if (!response.ok) return null;
    const blob = new Uint8Array(await response.arrayBuffer());
    // A gateway is not trusted: what it sends is what was asked for, or nothing.
    return blob.length <= MAX_BLOB && (await digestOf(blob)) === digest.toLowerCase() ? blob : null;
  } catch {
    return null;
  }
}

const nowhere: Explanation = {
  what: "The storage did not answer, or does not have this any more.",
  safe: "Nothing is lost on the public record.",
  next: "Try again in a while.",
  remedy: "retry",
};
