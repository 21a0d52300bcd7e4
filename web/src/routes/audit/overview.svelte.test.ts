import { describe, expect, it } from "vitest";
import type { App } from "#lib/app.ts";
import { Overview } from "./overview.svelte.ts";

describe("the figures of the public record", () => {
  it("are counted by its own clock", async () => {
    const asked: unknown[] = [];
    const chain = { client: { getBlock: async () => ({ timestamp: 1_900_000_000n }) } };
    const ask = async (_: unknown, variables: { now?: string }) => {
      asked.push(variables.now);
      const lists = { accounts: [], attestations: [], doctors: [], consents: [], pairs: [] };
      return { ...lists, auditEvents: [], roleMemberships: [] };
    };
    const history = { chain, ask, read: (fromSubgraph: (question: typeof ask) => unknown) => fromSubgraph(ask) };
    const overview = new Overview({ chain, history } as unknown as App);
    await overview.read();
    expect(overview.figures.error).toBeNull();
    expect(asked.filter(Boolean)).toEqual(["1900000000", "1900000000"]);
    expect(overview.asOf).toBe(1_900_000_000_000);
  });
});
