import { expect, it } from "vitest";
import { wheelStep } from "./wheelStep.ts";

const turn = (deltaX: number, deltaY: number, ctrlKey = false) => ({ deltaX, deltaY, ctrlKey });

it.each([
  ["down", turn(0, 100), 2, 3],
  ["up", turn(0, -100), 2, 1],
  ["down, a little aslant", turn(3, 40), 2, 3],
])("a wheel that turns %s steps through the pictures", (_, wheel, number, next) => {
  expect(wheelStep(wheel, number, 3)).toBe(next);
});

it.each([
  ["sideways", turn(100, 0), 2],
  ["more sideways than down", turn(40, 3), 2],
  ["to zoom", turn(0, 100, true), 2],
  ["beyond the last", turn(0, 100), 3],
  ["beyond the first", turn(0, -100), 1],
])("a wheel that turns %s is left to the page", (_, wheel, number) => {
  expect(wheelStep(wheel, number, 3)).toBe(null);
});
