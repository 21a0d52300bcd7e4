import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Windowed } from "./windowed.svelte.ts";

const few = 100;
const page = new EventTarget();

beforeEach(() => {
  vi.useFakeTimers();
  const sized = class {
    observe() {}
    disconnect() {}
  };
  vi.stubGlobal("window", Object.assign(page, { innerWidth: 800, innerHeight: 600, scrollX: 0, scrollY: 0 }));
  vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
  vi.stubGlobal("ResizeObserver", sized);
  vi.stubGlobal("document", { body: null });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("what is printed has every row of a long table, and the window what is near it again afterwards", () => {
  const windowed = new Windowed(50, few, 8);
  const leave = windowed.list({ getBoundingClientRect: () => ({ top: 0 }) } as HTMLElement);
  windowed.hold(1000, (index) => index);
  const before = windowed.drawn;
  expect(before.end).toBeLessThan(50);
  page.dispatchEvent(new Event("beforeprint"));
  expect(windowed.drawn).toEqual({ first: 0, end: 1000, before: 0, after: 0 });
  page.dispatchEvent(new Event("afterprint"));
  expect(windowed.drawn).toEqual(before);
  leave?.();
  page.dispatchEvent(new Event("beforeprint"));
  expect(windowed.drawn).toEqual(before);
});

it("a list without a window is drawn a few at a time, in the room that it is to take, and is then all there", () => {
  const windowed = new Windowed(50, few, 8);
  const leave = windowed.list({ getBoundingClientRect: () => ({ top: 0 }) } as HTMLElement);
  windowed.hold(30, (index) => index);
  expect(windowed.drawn).toEqual({ first: 0, end: 6, before: 0, after: 24 * 50 });
  vi.advanceTimersToNextTimer();
  expect(windowed.drawn).toEqual({ first: 0, end: 12, before: 0, after: 18 * 50 });
  page.dispatchEvent(new Event("beforeprint"));
  expect(windowed.drawn).toEqual({ first: 0, end: 30, before: 0, after: 0 });
  page.dispatchEvent(new Event("afterprint"));
  vi.runAllTimers();
  expect(windowed.drawn).toEqual({ first: 0, end: 30, before: 0, after: 0 });
  windowed.hold(40, (index) => index);
  windowed.hold(8, (index) => index);
  leave?.();
  expect(vi.getTimerCount()).toBe(0);
  expect(windowed.drawn).toEqual({ first: 0, end: 8, before: 0, after: 0 });
});
