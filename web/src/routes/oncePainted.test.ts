import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { oncePainted } from "./oncePainted.ts";

let seen: string[];
let tell: (() => void) | null;

beforeEach(() => {
  vi.useFakeTimers();
  seen = [];
  tell = null;
  const named = (name: string) => seen.filter((each) => each === name);
  vi.stubGlobal("document", { hidden: false });
  vi.stubGlobal("requestAnimationFrame", (run: () => void) => setTimeout(run));
  vi.stubGlobal("performance", { getEntriesByName: named });
  vi.stubGlobal(
    "PerformanceObserver",
    class {
      static readonly supportedEntryTypes = ["paint"];
      readonly observe: () => void;
      readonly disconnect = () => (tell = null);
      constructor(told: (list: { getEntriesByName: typeof named }) => void) {
        this.observe = () => (tell = () => told({ getEntriesByName: named }));
      }
    },
  );
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

async function isPaintedAfter(milliseconds: number, painted = oncePainted()): Promise<boolean> {
  let is = false;
  void painted.then(() => (is = true));
  await vi.advanceTimersByTimeAsync(milliseconds);
  return is;
}

it("waits for the first words to be on the screen, not for something empty", async () => {
  const painted = oncePainted();
  expect(await isPaintedAfter(100, painted)).toBe(false);
  seen.push("first-paint");
  tell?.();
  expect(await isPaintedAfter(0, painted)).toBe(false);
  seen.push("first-contentful-paint");
  tell?.();
  expect(await isPaintedAfter(0, painted)).toBe(true);
  expect(tell).toBeNull();
  expect(vi.getTimerCount()).toBe(0);
});

it("waits for no more than the frame when there were words before", async () => {
  seen.push("first-contentful-paint");
  expect(await isPaintedAfter(5)).toBe(true);
});

it("waits no longer than a second for a browser that does not say it", async () => {
  const painted = oncePainted();
  expect(await isPaintedAfter(900, painted)).toBe(false);
  expect(await isPaintedAfter(200, painted)).toBe(true);
  expect(tell).toBeNull();
});

it("waits for nothing in a tab that nobody sees", async () => {
  vi.stubGlobal("document", { hidden: true });
  expect(await isPaintedAfter(0)).toBe(true);
});
