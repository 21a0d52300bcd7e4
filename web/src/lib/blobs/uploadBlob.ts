import { cidOfDigest, digestOf } from "@chartkey/protocol/cid";
import * as z from "zod/mini";
import { m } from "#messages";
import type { Ticket } from "../otp/otp.svelte.ts";
import { ExplainedError, type Explanation } from "../words/explainedError.ts";
import { DroppedError } from "./persistently.ts";

/** Milliseconds until a store that does not answer is given up. */
const TIMEOUT = 60_000;

const answer = z.looseObject({ data: z.looseObject({ cid: z.string() }) });

/**
 * Stores one locked blob by its ticket, and checks that the store names it as its digest does.
 *
 * @throws DroppedError when the store did not answer, or not well; the ticket may be used up then.
 */
export async function uploadBlob(ticket: Ticket, blob: Uint8Array<ArrayBuffer>, signal: AbortSignal): Promise<void> {
  const cid = cidOfDigest(await digestOf(blob));
  const form = new FormData();
  form.set("network", "public");
  // Nothing but its own digest: a name would be public for as long as the store keeps it.
  form.set("name", cid);
  form.set("file", new Blob([blob]), cid);

  const response = await fetch(ticket.url, {
    method: "POST",
    body: form,
    credentials: "omit",
    referrerPolicy: "no-referrer",
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT)]),
  }).catch((cause: unknown) => {
    throw new DroppedError(new ExplainedError(storeUnreachable, { cause }));
  });
  const parsed = answer.safeParse(await response.json().catch(() => null));
  if (!response.ok || !parsed.success) throw new DroppedError(new ExplainedError(storeUnreachable));
  if (parsed.data.data.cid !== cid) throw new ExplainedError(storeAltered);
}

const storeUnreachable: Explanation = {
  what: m.flows_blobs_unreachable(),
  safe: m.flows_blobs_unreachable_safe(),
  next: m.flows_blobs_unreachable_next(),
  remedy: "retry",
};

const storeAltered: Explanation = {
  what: m.flows_blobs_altered(),
  safe: m.flows_blobs_altered_safe(),
  next: m.flows_blobs_altered_next(),
  remedy: "retry",
};
