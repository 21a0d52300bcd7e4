import { describe, expect, it } from "vitest";
import { NewLocks } from "./newLocks.svelte.ts";

/** Locks that note when they are put on; those named fail the first time. */
function locks(names: readonly string[], failing: readonly string[] = []) {
  const put: string[] = [];
  const all = names.map((name) => ({
    run: async () => {
      const isFirst = !put.includes(name);
      put.push(name);
      return !(isFirst && failing.includes(name));
    },
  }));
  return { put, all: new NewLocks(all) };
}

describe("new locks on several reports", () => {
  it("are put on one after the other", async () => {
    const { put, all } = locks(["first", "second", "third"]);
    await all.run();
    expect(put).toEqual(["first", "second", "third"]);
    expect(all).toMatchObject({ done: 3, now: null, busy: false });
  });

  it("wait behind one that fails, and go on with that one", async () => {
    const { put, all } = locks(["first", "second", "third"], ["second"]);
    await all.run();
    expect(put).toEqual(["first", "second"]);
    expect(all).toMatchObject({ done: 1, now: all.all[1], busy: false });
    await all.run();
    expect(put).toEqual(["first", "second", "second", "third"]);
    expect(all.done).toBe(3);
  });

  it("are done at once where there is none", async () => {
    const { all } = locks([]);
    await all.run();
    expect(all).toMatchObject({ done: 0, now: null, busy: false });
  });
});
