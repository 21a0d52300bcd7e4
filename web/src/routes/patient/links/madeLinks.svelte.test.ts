import { describe, expect, it } from "vitest";
import { listedLinks } from "./madeLinks.svelte.ts";

const NOW = 1_800_000_000;
const report = `0x${"ab".repeat(32)}` as const;
const made = {
  owner: "1337:0x:0x",
  id: "a",
  report,
  madeAt: NOW - 100,
  expiresAt: NOW + 100,
  endedAt: null,
  upload: report,
  blobs: [],
};
const known = { id: "a", madeAt: NOW - 100, expiresAt: NOW + 100, endedAt: null, opened: 2, triesLeft: 5 };
const stateOf = (...given: Parameters<typeof listedLinks>) => listedLinks(...given).map(({ state }) => state);

describe("the links a patient made", () => {
  it("are not said to work before the worker was asked", () => {
    expect(listedLinks([made], null, NOW)).toEqual([
      expect.objectContaining({ id: "a", of: { report }, state: "unknown", opened: null }),
    ]);
  });

  it("have what this device remembers and what the worker counted", () => {
    expect(listedLinks([made], [known], NOW)).toEqual([
      expect.objectContaining({ id: "a", of: expect.objectContaining({ report }), state: "works", opened: 2 }),
    ]);
  });

  it.each([
    ["ended", { endedAt: NOW - 1 }],
    ["ended", { endedAt: NOW - 1, triesLeft: 0 }],
    ["used-up", { triesLeft: 0 }],
    ["over", { expiresAt: NOW }],
  ])("are %s as the worker says", (state, changes) => {
    expect(stateOf([made], [{ ...known, ...changes }], NOW)).toEqual([state]);
  });

  it("are over when they expired, or when the worker that was asked has none", () => {
    expect(stateOf([{ ...made, expiresAt: NOW }], null, NOW)).toEqual(["over"]);
    expect(stateOf([made], [], NOW)).toEqual(["over"]);
  });

  it("are not listed when they have been over for more than a week", () => {
    const week = 7 * 24 * 3600;
    expect(stateOf([{ ...made, expiresAt: NOW - week }], null, NOW)).toEqual(["over"]);
    expect(stateOf([{ ...made, expiresAt: NOW - week - 1 }], null, NOW)).toEqual([]);
  });

  it("are known to be ended where they were", () => {
    expect(stateOf([{ ...made, endedAt: NOW - 1 }], null, NOW)).toEqual(["ended"]);
  });

  it("are listed when another device made them, the newest first", () => {
    const elsewhere = { ...known, id: "b", madeAt: NOW };
    expect(listedLinks([made], [elsewhere, known], NOW).map(({ id, of }) => [id, of === undefined])).toEqual([
      ["b", true],
      ["a", false],
    ]);
  });
});
