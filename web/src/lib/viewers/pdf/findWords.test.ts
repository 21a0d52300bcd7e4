import { expect, it } from "vitest";
import { findWords } from "./findWords.ts";

const page = [
  { text: "You were treated with Amoxi", endsLine: false },
  { text: "cillin", endsLine: false },
  { text: " for three", endsLine: true },
  { text: "", endsLine: true },
  { text: "days. ﬁnish the Tablette für Größe 😀 days", endsLine: false },
];

it("words are found wherever they stand, large or small", () => {
  expect(findWords(page, "DAYS")).toEqual([
    { from: { piece: 4, at: 0 }, to: { piece: 4, at: 4 } },
    { from: { piece: 4, at: 38 }, to: { piece: 4, at: 42 } },
  ]);
});

it("words are found across pieces and ends of lines", () => {
  expect(findWords(page, "amoxicillin")).toEqual([{ from: { piece: 0, at: 22 }, to: { piece: 1, at: 6 } }]);
  expect(findWords(page, "three  days")).toEqual([{ from: { piece: 2, at: 5 }, to: { piece: 4, at: 4 } }]);
});

it("words are found without their accents, and in ligatures, which are not cut", () => {
  expect(findWords(page, "fur gros")).toHaveLength(0);
  expect(findWords(page, "fur gro")).toHaveLength(1);
  expect(findWords(page, "finish")).toEqual([{ from: { piece: 4, at: 6 }, to: { piece: 4, at: 11 } }]);
  expect(findWords(page, "😀")).toEqual([{ from: { piece: 4, at: 35 }, to: { piece: 4, at: 37 } }]);
});

it("vowels of other scripts are no accents", () => {
  const hindi = [{ text: "रक्त जाँच", endsLine: false }];
  expect(findWords(hindi, "जाँच")).toHaveLength(1);
  expect(findWords(hindi, "जच")).toHaveLength(0);
});

it.each(["", "   ", "nowhere", "(", "days.*"])("“%s” is found nowhere", (words) => {
  expect(findWords(page, words)).toEqual([]);
});
