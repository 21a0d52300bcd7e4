import { describe, expect, it } from "vitest";
import type { Progress } from "#lib/flows/progress.ts";
import { ExplainedError } from "#lib/words/explainedError.ts";
import { Flow } from "./flowSteps.svelte.ts";

const labels = { locking: "Lock", storing: "Upload", asked: "Sign", sent: "Confirm", visible: "Visible" };
const rejected = new ExplainedError({
  what: "You said no.",
  safe: "Nothing was sent.",
  next: "Try again.",
  remedy: null,
});

async function after(steps: readonly Progress[], failure: Error | null = null) {
  const flow = new Flow(labels);
  const went = await flow.run(async (onProgress) => {
    steps.forEach(onProgress);
    if (failure) throw failure;
  });
  return { flow, went, states: flow.steps.map(({ state }) => state) };
}

describe("the stages of something under way", () => {
  it("begin with locking", async () => {
    expect((await after([{ step: "locking" }])).states).toEqual(["now", "next", "next", "next", "next"]);
  });

  it("count the parts that the storage has", async () => {
    const { flow } = await after([{ step: "storing", stored: 2, total: 5 }]);
    expect(flow.steps[1]).toMatchObject({ state: "now", progress: { value: 2, max: 5 } });
    expect(flow.steps[1]?.detail).toBe("2 of 5 locked parts are in the storage.");
  });

  it("keep what was done when the wallet says no", async () => {
    const { flow, went, states } = await after([{ step: "asked" }, { step: "rejected" }], rejected);
    expect(went).toBe(false);
    expect(states).toEqual(["done", "done", "failed", "next", "next"]);
    expect(flow.steps[2]?.detail).toBe("You said no. Nothing was sent. Try again.");
  });

  it("go on where they failed", async () => {
    const { flow } = await after([{ step: "asked" }, { step: "rejected" }], rejected);
    await flow.run(async (onProgress) => onProgress({ step: "visible" }));
    expect(flow.steps.every(({ state }) => state === "done")).toBe(true);
  });

  it("are all done when everyone concerned can see it", async () => {
    const { went, states } = await after([{ step: "visible" }]);
    expect(went).toBe(true);
    expect(states).toEqual(["done", "done", "done", "done", "done"]);
  });
});
