import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { inHindi } from "../test/inHindi.ts";
import * as english from "./otpWords.ts";

const hindi = await inHindi(() => import("./otpWords.ts"));

const worker = path.resolve(import.meta.dirname, "../../../../otp-worker/src");

/** Every sentence with which the worker's sources refuse, with something in each place, and the other one it says. */
const said = globSync("**/*.ts", { cwd: worker }).flatMap((file) => {
  const source = readFileSync(path.join(worker, file), "utf8");
  const found = source.includes("new Refusal(") ? source.matchAll(/["`]([A-Z][^"`\n]* [^"`\n]*\.)["`]/g) : [];
  return [...found].map(([, text]) => text!);
});
const sentences = [
  ...said.filter((text) => !text.includes("${")),
  "This registration number is no NPI: that has 10 digits and begins with 1 or 2. Check it and try again.",
  "This registration number is no NPI: its check digit is wrong. Check it and try again.",
  "This code is wrong. Check the message and try again: 1 try left.",
  "This code is wrong. Check the message and try again: 3 tries left.",
  "A code was just asked for. Ask again in 42 seconds.",
];

describe("what the OTP worker says", () => {
  it("is as it is in English", () => {
    expect(said.length).toBeGreaterThan(30);
    for (const sentence of sentences) expect(english.otpWords(sentence)).toBe(sentence);
  });

  it("is quoted where it is not known", () => {
    expect(english.otpWords("Sesame.")).toBe("Sesame.");
  });

  describe("to a reader of Hindi", () => {
    it.each(sentences.filter((sentence) => !sentence.includes("Twilio")))("is in Hindi: %s", (sentence) => {
      const words = hindi.otpWords(sentence);
      expect(words).toMatch(/\p{Script=Devanagari}.*।$/u);
      for (const number of sentence.match(/\d+/g) ?? []) expect(words).toContain(number);
    });
  });
});
