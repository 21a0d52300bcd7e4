import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Windowed } from "./windowed.svelte.ts";

const few = 100;
const page = new EventTarget();

beforeEach(() => {
  const sized = class {
    observe() {}
    disconnect() {}
  };
  vi.stubGlobal("window", Object.assign(page, { innerWidth: 800, innerHeight: 600, scrollX: 0, scrollY: 0 }));
  vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
  vi.stubGlobal("ResizeObserver", sized);
  vi.stubGlobal("document", { body: null });
});
afterEach(() => vi.unstubAllGlobals());

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
