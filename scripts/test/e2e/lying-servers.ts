import type { BrowserContext, Route } from "playwright-core";
import { stack } from "./stack.ts";

type Json = Record<string, unknown>;
type Call = { id?: unknown; method: string; params?: readonly unknown[] };

/**
 * Puts a node between a browser and the real one that changes answers as it likes. `lie` gets each question with the true result and
 * returns what the browser hears instead.
 */
export async function lyingNode(
  context: BrowserContext,
  lie: (method: string, params: readonly unknown[], result: unknown) => unknown,
): Promise<void> {
  await context.route(`${stack.rpcUrl}/**`, async (route) => {
    const asked = route.request().postDataJSON() as Call | Call[] | null;
    if (!asked) return route.continue();
    const response = await route.fetch();
    const answered = (await response.json()) as Json | Json[];
    const change = (call: Call | undefined, answer: Json): Json =>
      call && "result" in answer
        ? { ...answer, result: lie(call.method, call.params ?? [], answer["result"]) }
        : answer;
    const json = Array.isArray(answered)
      ? answered.map((answer) =>
          change(
            (asked as Call[]).find(({ id }) => id === answer["id"]),
            answer,
          ),
        )
      : change(asked as Call, answered);
    return route.fulfill({ response, json });
  });
}

/** The same for the index: `lie` gets the data of each answer. */
export async function lyingIndex(context: BrowserContext, lie: (data: Json) => Json): Promise<void> {
  await context.route(`${stack.subgraphUrl}**`, async (route: Route) => {
    if (route.request().method() !== "POST") return route.continue();
    const response = await route.fetch();
    const answer = (await response.json()) as { data?: Json };
    return route.fulfill({ response, json: answer.data ? { ...answer, data: lie(answer.data) } : answer });
  });
}

/** From now on both tell the truth. */
export async function honestServers(context: BrowserContext): Promise<void> {
  await context.unrouteAll({ behavior: "wait" });
}
