import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Countdown } from "./countdown.svelte.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it("counts whole seconds down to none, and then stays there", () => {
  const resend = new Countdown();
  expect(resend.left).toBe(0);
  resend.start(30);
  expect(resend.left).toBe(30);
  vi.advanceTimersByTime(1250);
  expect(resend.left).toBe(29);
  vi.advanceTimersByTime(28_500);
  expect(resend.left).toBe(1);
  vi.advanceTimersByTime(250);
  expect(resend.left).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
});

it("counts from the newest start alone", () => {
  const resend = new Countdown();
  resend.start(5);
  vi.advanceTimersByTime(4000);
  resend.start(60);
  expect(resend.left).toBe(60);
  vi.advanceTimersByTime(10_000);
  expect(resend.left).toBe(50);
  expect(vi.getTimerCount()).toBe(1);
});

it("is right after a tab that slept, whose timers did not run", () => {
  const resend = new Countdown();
  resend.start(60);
  vi.setSystemTime(Date.now() + 45_000);
  vi.advanceTimersByTime(250);
  expect(resend.left).toBe(15);
});
