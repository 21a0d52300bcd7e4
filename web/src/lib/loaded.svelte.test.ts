import { describe, expect, it } from "vitest";
import { Loaded } from "./loaded.svelte.ts";

describe("something read from elsewhere", () => {
  it("keeps what was read before while a new reading fails", async () => {
    const loaded = new Loaded<number>();
    await loaded.load(() => Promise.resolve(1));
    await loaded.load(() => Promise.reject(new Error("away")));

    expect(loaded.value).toBe(1);
    expect(loaded.error).toEqual(new Error("away"));
    expect(loaded.busy).toBe(false);
  });

  it("shows the newest reading, though an older one answers later", async () => {
    const loaded = new Loaded<number>();
    let answer = (_value: number) => {};
    const slow = loaded.load(() => new Promise((resolve) => (answer = resolve)));
    await loaded.load(() => Promise.resolve(2));
    answer(1);
    await slow;

    expect(loaded.value).toBe(2);
  });

  it("does not come back after it was cleared", async () => {
    const loaded = new Loaded<number>();
    let answer = (_value: number) => {};
    const slow = loaded.load(() => new Promise((resolve) => (answer = resolve)));
    loaded.clear();
    answer(1);
    await slow;

    expect(loaded.value).toBeNull();
    expect(loaded.busy).toBe(false);
  });
});
