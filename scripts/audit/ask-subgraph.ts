import type { AskIndex } from "@chartkey/protocol/audit/compare-index";
import { UnreachableError } from "./ask-node.ts";

const TIMEOUT_MS = 60_000;

/** The subgraph at a URL. */
export function subgraphAt(url: string): AskIndex {
  const who = `The index at ${new URL(url).host}`;
  return async (query, variables) => {
    const answer = await post(url, { query, variables }).catch((error: unknown) => {
      const { cause, name } = error as { cause?: { code?: unknown }; name?: unknown };
      throw new UnreachableError(who, typeof cause?.code === "string" ? cause.code : String(name));
    });
    if (!answer.ok) throw new UnreachableError(who, `status ${answer.status}`);
    const { data, errors } = (await answer.json().catch(() => ({}))) as {
      data?: unknown;
      errors?: { message?: unknown }[];
    };
    if (errors?.length || data === undefined) throw new RefusedError(who, String(errors?.[0]?.message ?? "no data"));
    return data;
  };
}

function post(url: string, body: unknown): Promise<Response> {
  return fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
}

/** The subgraph answered, and not the question. */
class RefusedError extends Error {
  override name = "RefusedError";
  constructor(who: string, reason: string) {
    super(`${who} does not answer the question: ${reason}. Is this Chartkey's subgraph? Nothing was concluded.`);
  }
}
