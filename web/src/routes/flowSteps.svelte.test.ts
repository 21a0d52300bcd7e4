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

  it("count the parts that are locked", async () => {
    const { flow } = await after([{ step: "locking", locked: 3, total: 200 }]);
    expect(flow.steps[0]).toMatchObject({ state: "now", progress: { value: 3, max: 200 } });
    expect(flow.steps[0]?.detail).toBe("3 of 200 parts are locked. Nothing has left this browser yet.");
  });

  it("name which of several reports they are at, and say when it is all of them", async () => {
    const { flow } = await after([{ step: "storing", stored: 2, total: 5, among: { number: 2, of: 3 } }]);
    expect(flow.steps.map(({ label }) => label)).toEqual([
      "Lock",
      "Upload: report 2 of 3",
      "Sign",
      "Confirm",
      "Visible",
    ]);
    const { flow: together } = await after([{ step: "asked", among: { number: null, of: 3 } }]);
    expect(together.steps[2]?.label).toBe("Sign: all 3 reports at once");
  });

  it("can be held up while something is locked or stored, and at no other time", async () => {
    const flow = new Flow(labels);
    const seen: boolean[] = [];
    const running = flow.run(async (onProgress, transfer) => {
      for (const progress of [
        { step: "locking" },
        { step: "locking", locked: 1, total: 2 },
        { step: "signing-in" },
        { step: "storing", stored: 1, total: 2 },
      ] as const) {
        onProgress(progress);
        seen.push(flow.isTravelling);
      }
      flow.transfer.pause();
      expect(flow.steps[1]?.detail).toBe("1 of 2 locked parts are in the storage. Paused.");
      flow.transfer.resume();
      onProgress({ step: "asked" });
      seen.push(flow.isTravelling);
      flow.transfer.cancel();
      await transfer.untilAllowed();
    });
    expect(await running).toBe(false);
    expect(seen).toEqual([false, true, false, true, false]);
    expect(flow.isTravelling).toBe(false);
    expect(flow.steps[2]?.detail).toContain("You cancelled this.");
  });

  it("can be taken up again after they were cancelled", async () => {
    const flow = new Flow(labels);
    await flow.run(async (_, transfer) => {
      transfer.cancel();
      await transfer.untilAllowed();
    });
    expect(await flow.run(async (_, transfer) => transfer.untilAllowed())).toBe(true);
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

  it("promise to finish without the page only where the page has nothing more to do", async () => {
    const waiting = async (more: "then-done" | "then-more") => {
      const flow = new Flow(labels, more);
      const seen: string[] = [];
      await flow.run(async (onProgress) => {
        for (const step of ["proposed", "sent", "unanswered", "confirmed"] as const) {
          onProgress({ step });
          seen.push(flow.steps.map(({ detail }) => detail ?? "").join(""));
        }
      });
      return seen;
    };
    expect((await waiting("then-done")).slice(0, 2)).toEqual([
      expect.stringContaining("you can close this page"),
      expect.stringContaining("you can close this page"),
    ]);
    for (const detail of await waiting("then-more")) {
      expect(detail).not.toMatch(/without you|you can close|by itself/);
      expect(detail).not.toBe("");
    }
  });
});
