import type { AuditNode } from "@chartkey/protocol/audit/audit-node";
import { createPublicClient, http, HttpRequestError, TimeoutError } from "viem";

const TIMEOUT_MS = 60_000;

/** A node at a URL, asked in batches. Its URL may hold a key, so that no error names more of it than its host. */
export function nodeAt(url: string): AuditNode {
  const { host } = new URL(url);
  const client = createPublicClient({
    transport: http(url, { batch: { batchSize: 100, wait: 0 }, timeout: TIMEOUT_MS }),
  });
  return async (method, params) => {
    try {
      return await client.request({ method, params } as never);
    } catch (error) {
      if (error instanceof HttpRequestError || error instanceof TimeoutError) {
        throw new UnreachableError(`The node at ${host}`, reasonOf(error));
      }
      throw error;
    }
  };
}

/** How a request failed, without the URL it went to. */
function reasonOf(error: HttpRequestError | TimeoutError): string {
  if (error instanceof TimeoutError) return `not within ${TIMEOUT_MS / 1000} seconds`;
  if (error.status !== undefined) return `status ${error.status}`;
  const { cause } = (error.cause ?? {}) as { cause?: { code?: unknown } };
  return typeof cause?.code === "string" ? cause.code : "no connection";
}

/** Somebody who is asked does not answer. */
export class UnreachableError extends Error {
  override name = "UnreachableError";
  constructor(who: string, reason: string) {
    super(`${who} does not answer (${reason}). Is it running, and is its address right? Nothing was concluded.`);
  }
}
