import { describe, expect, it } from "vitest";
import { phraseOf, piecesOf, plainPhrase } from "./phrase.ts";

/** Two languages that put their inputs in another order. */
const english = ({ title, doctor }: { title: unknown; doctor: unknown }) => `You shared ${title} with ${doctor}.`;
const other = ({ title, doctor }: { title: unknown; doctor: unknown }) => `${doctor}: ${title}`;

describe("a message as a phrase", () => {
  it("keeps the order of the language, and what is plain in one piece with the words", () => {
    const inputs = { title: { strong: "Blood test" }, doctor: "Dr Marlowe" };
    expect(phraseOf(english, inputs)).toEqual(["You shared ", { strong: "Blood test" }, " with Dr Marlowe."]);
    expect(phraseOf(other, inputs)).toEqual(["Dr Marlowe: ", { strong: "Blood test" }]);
  });

  it("says the same as the message", () => {
    const title = { text: "Blood test", href: "/reports/1" };
    const said = phraseOf(english, { title, doctor: { code: "0x1" } });
    expect(plainPhrase(said)).toBe(english({ title: "Blood test", doctor: "0x1" }));
  });

  it("hands numbers on as numbers, which plural forms go by", () => {
    const count = ({ count }: { count: unknown }) => typeof count;
    expect(phraseOf(count, { count: 2 })).toEqual(["number"]);
  });

  it("can say an input twice", () => {
    expect(piecesOf(() => "\uE000 and \uE000", {}, ["name"])).toEqual([{ name: "name" }, " and ", { name: "name" }]);
  });
});
