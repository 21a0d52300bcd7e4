import { print, type DocumentNode } from "graphql";
import { toHex } from "viem";
import { describe, expect, it } from "vitest";
import type { App } from "#lib/app.ts";
import { NOTHING } from "#lib/history/countNetwork.ts";
import { Overview } from "./overview.svelte.ts";

const NOW = 1_900_000_000;
const TODAY = NOW - (NOW % 86_400);

/** An index with so many days, and what it was asked. */
function indexWith(days: readonly object[]) {
  const asked: { document: string; variables: { now?: string } }[] = [];
  const chain = { client: { getBlock: async () => ({ timestamp: BigInt(NOW) }) } };
  const ask = async (document: DocumentNode, variables: { now?: string; after: string; first: number }) => {
    asked.push({ document: print(document), variables });
    const after = days.filter((day) => (day as { id: string }).id > variables.after);
    return { accounts: [], consents: [], pairs: [], days: after.slice(0, variables.first) };
  };
  const history = { chain, ask, read: (fromSubgraph: (question: typeof ask) => unknown) => fromSubgraph(ask) };
  return { asked, overview: new Overview({ chain, history } as unknown as App) };
}

const day = (before: number, counts: object) => {
  const start = TODAY - before * 86_400;
  return { id: toHex(start / 86_400, { size: 4 }), start: String(start), ...NOTHING, ...counts };
};

describe("the figures of the public record", () => {
  it("are sums of what the index counted by day, from a handful of questions, and the plots are its days", async () => {
    const old = Array.from({ length: 1_200 }, (_, index) => day(1_300 - index, { reports: 2 }));
    const { asked, overview } = indexWith([...old, day(1, { reports: 5, consentsGiven: 3 }), day(0, { reports: 7 })]);
    await overview.read();
    expect(overview.figures.error).toBeNull();
    expect(overview.totals).toMatchObject({ reports: 2_412, consentsGiven: 3 });
    expect(overview.days).toHaveLength(30);
    expect(overview.days.slice(-3).map(({ counts }) => counts.reports)).toEqual([0, 5, 7]);
    // Two pages of days, one of doctors; never the events themselves.
    expect(asked).toHaveLength(3);
    for (const { document } of asked) expect(document).not.toMatch(/auditEvents|consents\(|pairs\(/);
  });

  it("are counted by its own clock", async () => {
    const { asked, overview } = indexWith([]);
    await overview.read();
    expect(overview.asOf).toBe(NOW * 1000);
    await overview.countInForce();
    expect(overview.inForce.value).toEqual({ count: 0, at: NOW * 1000 });
    expect(asked.flatMap(({ variables }) => variables.now ?? [])).toEqual([String(NOW), String(NOW)]);
  });
});
