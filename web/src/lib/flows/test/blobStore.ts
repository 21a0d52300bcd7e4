import { cidOfDigest, digestOf } from "@chartkey/protocol/cid";
import type { Hex } from "viem";

/** What the store of a test has, by CID. */
export type BlobStore = Map<string, Uint8Array<ArrayBuffer>>;

/** Answers a request as the store does: an upload under a ticket keeps a blob, a gateway is asked for one by its CID. */
export async function answerFrom(store: BlobStore, url: string, { body }: { body?: FormData } = {}): Promise<Response> {
  if (body) {
    const digest = await putInto(store, new Uint8Array(await (body.get("file") as Blob).arrayBuffer()));
    return Response.json({ data: { cid: cidOfDigest(digest) } });
  }
  const blob = store.get(cidAsked(url));
  return blob ? new Response(blob) : new Response(null, { status: 404 });
}

/** The CID that a gateway is asked for; "" in a request that is something else. */
export function cidAsked(url: string): string {
  return /ipfs\/([^?]+)/.exec(url)?.[1] ?? "";
}

/** Has the store keep a blob. @returns Its SHA-256 */
export async function putInto(store: BlobStore, blob: Uint8Array<ArrayBuffer>): Promise<Hex> {
  const digest = await digestOf(blob);
  store.set(cidOfDigest(digest), blob);
  return digest;
}
