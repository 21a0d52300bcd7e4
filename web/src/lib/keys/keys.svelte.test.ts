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

describe("unlocked keys", () => {
  /** The workers that were started, and whether each was ended. */
  let workers: { ended: boolean }[];
  beforeEach(() => {
    workers = [];
    vi.useFakeTimers();
    vi.stubGlobal("location", { href: "https://chart.example/", origin: "https://chart.example" });
    vi.stubGlobal(
      "Worker",
      class extends EventTarget {
        ended = false;
        postMessage = () => {};
        constructor() {
          super();
          workers.push(this);
        }
        terminate() {
          this.ended = true;
        }
      },
    );
    return () => {
      vi.useRealTimers();
      vi.unstubAllGlobals();
    };
  });

  it("are gone after a quarter of an hour without anybody, and their worker is ended", () => {
    const keys = new Keys();
    expect(keys.holder).toBe(keys.holder);
    keys.unlocked(account);
    vi.advanceTimersByTime(14 * 60_000);
    keys.touch();
    vi.advanceTimersByTime(14 * 60_000);
    expect([keys.account, workers.map(({ ended }) => ended)]).toEqual([account, [false]]);
    vi.advanceTimersByTime(60_000);
    expect([keys.account, workers.map(({ ended }) => ended)]).toEqual([null, [true]]);
  });

  it("are looked for in another worker once they were locked", () => {
    const keys = new Keys();
    const first = keys.holder;
    keys.lock();
    expect(keys.holder).not.toBe(first);
    expect(workers.map(({ ended }) => ended)).toEqual([true, false]);
  });
});

describe("an opened keyring of a lost wallet", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    return () => vi.useRealTimers();
  });

  it("is locked after a quarter of an hour without anybody, as one's own keys are", () => {
    const keys = new Keys();
    const locked = vi.fn();
    keys.onLock(locked);
    keys.foundLostKeyring();
    vi.advanceTimersByTime(14 * 60_000);
    keys.touch();
    vi.advanceTimersByTime(14 * 60_000);
    expect(keys.hasLostKeyring).toBe(true);
    vi.advanceTimersByTime(60_000);
    expect([keys.hasLostKeyring, locked.mock.calls.length]).toEqual([false, 1]);
  });

  it("is gone with all keys when these are locked, as by another account", () => {
    const keys = new Keys();
    keys.foundLostKeyring();
    keys.lock();
    expect(keys.hasLostKeyring).toBe(false);
  });
});
