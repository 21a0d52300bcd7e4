import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { ChainAccess } from "./chainAccess.ts";
import { onNewBlock } from "./onNewBlock.ts";

let block: (number: bigint, previous: bigint | undefined) => void;
const unwatch = vi.fn();
const chain = {
  network: { local: true },
  client: {
    watchBlockNumber: ({ onBlockNumber }: { onBlockNumber: typeof block }) => {
      block = onBlockNumber;
      return unwatch;
    },
  },
} as unknown as ChainAccess;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A listener that takes so many milliseconds. */
const taking = (milliseconds: number) => vi.fn(() => new Promise<void>((resolve) => setTimeout(resolve, milliseconds)));

it("tells of each new block, not of the one that is there already", async () => {
  const listener = vi.fn();
  onNewBlock(chain, listener);
  block(1n, undefined);
  expect(listener).not.toHaveBeenCalled();
  block(2n, 1n);
  await vi.advanceTimersByTimeAsync(0);
  block(3n, 2n);
  expect(listener).toHaveBeenCalledTimes(2);
});

it("tells once more, afterwards, of all that came while the listener was busy", async () => {
  const listener = taking(500);
  onNewBlock(chain, listener);
  for (const number of [2n, 3n, 4n]) block(number, number - 1n);
  await vi.advanceTimersByTimeAsync(499);
  expect(listener).toHaveBeenCalledOnce();
  await vi.advanceTimersByTimeAsync(1);
  expect(listener).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(listener).toHaveBeenCalledTimes(2);
});

it("gives a listener that takes long a rest, and tells it then", async () => {
  const listener = taking(3_000);
  onNewBlock(chain, listener);
  block(2n, 1n);
  await vi.advanceTimersByTimeAsync(3_000);
  block(3n, 2n);
  await vi.advanceTimersByTimeAsync(11_999);
  expect(listener).toHaveBeenCalledOnce();
  await vi.advanceTimersByTimeAsync(1);
  expect(listener).toHaveBeenCalledTimes(2);
});

it("rests no longer than half a minute after a listener that takes nearly for ever", async () => {
  const listener = taking(9_000);
  onNewBlock(chain, listener);
  block(2n, 1n);
  block(3n, 2n);
  await vi.advanceTimersByTimeAsync(38_999);
  expect(listener).toHaveBeenCalledOnce();
  await vi.advanceTimersByTimeAsync(1);
  expect(listener).toHaveBeenCalledTimes(2);
});

it("waits for no listener that hangs", async () => {
  const listener = vi.fn(() => new Promise<void>(() => {}));
  onNewBlock(chain, listener);
  block(2n, 1n);
  block(3n, 2n);
  await vi.advanceTimersByTimeAsync(40_000);
  expect(listener).toHaveBeenCalledTimes(2);
});

it("tells of nothing any more once it is stopped, not even of what came meanwhile", async () => {
  const listener = taking(3_000);
  const stop = onNewBlock(chain, listener);
  block(2n, 1n);
  block(3n, 2n);
  stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(listener).toHaveBeenCalledOnce();
  expect(unwatch).toHaveBeenCalledOnce();
  expect(vi.getTimerCount()).toBe(0);
});
