import { expect, it } from "vitest";
import { delayWords } from "./delayWords.ts";

it.each([
  [259_200, "3 days"],
  [86_400, "1 day"],
  [129_600, "36 hours"],
  [60, "1 minute"],
  [90, "90 seconds"],
  [0, "0 seconds"],
])("a waiting time of %i seconds is said as %j", (seconds, words) => {
  expect(delayWords(seconds)).toBe(words);
});
