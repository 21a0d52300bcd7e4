import type { Hex } from "viem";
import { describe, expect, it } from "vitest";
import { everyNamed, everyPage } from "./everyPage.ts";

const rowsUpTo = (count: number) =>
  Array.from({ length: count }, (_, index): { id: Hex } => ({ id: `0x${10 + index}` }));

describe("reading a list page by page", () => {
  it.each([0, 1, 2, 3, 4, 5])("gives each of %i rows once, in order, with two rows a page", async (count) => {
    const all = rowsUpTo(count);
    const asked: string[] = [];

    const rows = await everyPage((after) => {
      asked.push(after);
      return Promise.resolve(all.filter(({ id }) => id > after).slice(0, 2));
    }, 2);

    expect(rows).toEqual(all);
    expect(asked).toHaveLength(Math.floor(count / 2) + 1);
  });

  it("misses nothing when a row is added behind the cursor meanwhile", async () => {
    const all = rowsUpTo(3);
    const rows = await everyPage((after) => {
      const page = all.filter(({ id }) => id > after).slice(0, 2);
      if (after !== "0x") all.unshift({ id: "0x0" });
      return Promise.resolve(page);
    }, 2);

    expect(rows.map(({ id }) => id)).toEqual(["0x10", "0x11", "0x12"]);
  });
});

it("names no more than 500 things in one question, and asks about each once", async () => {
  const names = Array.from({ length: 1_200 }, (_, number) => number);
  const asked: number[] = [];
  const rows = await everyNamed(names, async (some) => {
    asked.push(some.length);
    return some.map((number) => ({ number }));
  });
  expect(rows.map(({ number }) => number)).toEqual(names);
  expect(asked).toEqual([500, 500, 200]);
  expect(await everyNamed([], async () => [1])).toEqual([]);
});
