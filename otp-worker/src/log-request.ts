import type { Next } from "hono";
import { log } from "./log.ts";
import type { WorkerContext } from "./worker-context.ts";

const PATH =
  /^\/v1\/(health|challenge|nonce|session|codes|attestations|invitations|tickets|unpin|message-status|links|links\/end|links\/manifest|links\/file)$/;

/** Writes a line for each request: what was asked for and how it ended, nothing that came with it. */
export async function logRequest(context: WorkerContext, next: Next) {
  const start = Date.now();
  await next();
  log("request", {
    method: context.req.method,
    path: PATH.test(context.req.path) ? context.req.path : "other",
    status: context.res.status,
    refusal: context.get("refusal"),
    milliseconds: Date.now() - start,
  });
}
