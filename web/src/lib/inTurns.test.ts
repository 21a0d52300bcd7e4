import { expect, it } from "vitest";
import { groupsOf, inTurns } from "./inTurns.ts";

it("asks about all things, few at once, in their order", async () => {
  const things = Array.from({ length: 1_050 }, (_, number) => number);
  let [running, most] = [0, 0];
  const answers = await inTurns(things, async (number) => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 1));
    running--;
    return number * 2;
  });
  expect(answers).toEqual(things.map((number) => number * 2));
  expect(most).toBeLessThanOrEqual(400);
});

it("lets the page draw in between, also when answers come at once", async () => {
  let [pauses, isDone] = [0, false];
  const drawing = (async () => {
    for (; !isDone; pauses++) await new Promise((resolve) => setTimeout(resolve));
  })();
  await inTurns(
    Array.from({ length: 1_050 }, () => 0),
    async () => 1,
  );
  isDone = true;
  await drawing;
  expect(pauses).toBeGreaterThan(2);
});

it("fails with the first that fails, and has nothing to ask about nothing", async () => {
  await expect(inTurns([1, 2], async () => Promise.reject(new Error("away")))).rejects.toThrow("away");
  expect(await inTurns([], async () => 1)).toEqual([]);
});

it("puts things in groups, none of which is empty", () => {
  expect(groupsOf([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  expect(groupsOf([], 2)).toEqual([]);
});
