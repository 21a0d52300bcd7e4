import type { AskIndex } from "@chartkey/protocol/audit/compare-index";
import type { Network } from "../network/network.ts";
import { SubgraphError } from "./history.svelte.ts";

const TIMEOUT_MS = 60_000;

/** Asks the subgraph as it is, in its own words: a check compares every entity, at a block that it chooses. */
export function askIndex({ subgraphUrl }: Network): AskIndex {
  return async (query, variables) => {
    try {
      const response = await fetch(subgraphUrl, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ query, variables }),
        credentials: "omit",
        referrerPolicy: "no-referrer",
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const { data, errors } = (await response.json()) as { data?: unknown; errors?: unknown[] };
      if (!data || errors?.length) throw new SubgraphError(errors);
      return data;
    } catch (error) {
      throw error instanceof SubgraphError ? error : new SubgraphError(error);
    }
  };
}
