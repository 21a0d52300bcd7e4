import { beforeEach, describe, expect, it, vi } from "vitest";
import { Keys } from "./keys.svelte.ts";

vi.mock("./keyHolder.worker.ts?worker&url", () => ({ default: "/key-holder.js" }));

const account = "0x976EA74026E726554dB657fA54763abd0C3a0aa9";

describe("long work with keys", () => {
  let keys: Keys;
  beforeEach(() => {
    keys = new Keys();
    keys.unlocked(account);
    return () => keys.lock();
  });

  it("settles as it does while they are unlocked", async () => {
    expect(await keys.whileUnlocked(Promise.resolve(7))).toBe(7);
    await expect(keys.whileUnlocked(Promise.reject(new Error("It failed.")))).rejects.toThrow("It failed.");
  });

  it("ends when they are locked, though no answer ever comes from a worker that was ended", async () => {
    const working = keys.whileUnlocked(new Promise(() => {}));
    const other = keys.whileUnlocked(new Promise(() => {}));
    keys.lock();
    await expect(working).rejects.toThrow("Your keys were locked meanwhile.");
    await expect(other).rejects.toThrow("Your keys were locked meanwhile.");
  });

  it("can begin anew after they were locked and unlocked again", async () => {
    keys.lock();
    keys.unlocked(account);
    expect(await keys.whileUnlocked(Promise.resolve(7))).toBe(7);
  });
});
