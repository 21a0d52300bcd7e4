import { describe, expect, it } from "vitest";
import { readEverythingStops } from "./everythingStops.ts";
import type { History } from "./history.svelte.ts";

const [pair, other] = [`0x${"11".repeat(40)}`, `0x${"22".repeat(40)}`] as const;
const stop = (of: string, generation: number) => ({
  id: `${of}0000000${generation}`,
  pair: { id: of },
  generation,
  stoppedAt: String(generation * 10),
  stopped: { transaction: "0x01" },
});

describe("a stop of everything", () => {
  const stops = [stop(pair, 1), stop(pair, 2), stop(other, 1)];
  const asked: object[] = [];
  const ask = ((_: unknown, variables: object) => {
    asked.push(variables);
    return Promise.resolve({ everythingStops: stops });
  }) as unknown as History["ask"];

  it("is found for what was granted under the generation before it, of the same pair", async () => {
    const stopOf = await readEverythingStops(ask, { chart: "0xaa" });
    const found = [0, 1, 2].map((pairGeneration) => stopOf({ pair: { id: pair }, pairGeneration })?.stoppedAt);
    expect(found).toEqual(["10", "20", undefined]);
    expect(stopOf({ pair: { id: other }, pairGeneration: 1 })).toBeUndefined();
    expect(asked).toEqual([{ where: { chart: "0xaa" }, after: "0x", first: 1000 }]);
  });
});
