import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { DicomError } from "./dicomError.ts";
import { inHindi } from "../../test/inHindi.ts";
import * as english from "./dicomWords.ts";

const hindi = await inHindi(() => import("./dicomWords.ts"));

/** Every text that the worker's sources throw, as they are written, with something in each place. */
const thrown = ["decodeFrame", "loadOnce", "openImages", "readDicom", "rle", "transferSyntax"].flatMap((file) => {
  const source = readFileSync(new URL(`./${file}.ts`, import.meta.url), "utf8");
  return [...source.matchAll(/["`]([A-Z][^"`\n]+\.)["`]/g)].map(([, text]) =>
    text!.replaceAll(/\$\{error\.what\} |\$\{[^}]+\}/g, "7"),
  );
});
const texts = [...thrown, "Series 7", "As sent", "As sent, 7"];

describe("what the worker says of images", () => {
  it("is as it is in English", () => {
    expect(thrown.length).toBeGreaterThan(20);
    for (const text of texts) expect(english.dicomWords(text)).toBe(text);
    expect(english.dicomWords("Series of the knee")).toBe("Series of the knee");
  });

  describe("to a reader of Hindi", () => {
    it.each(texts)("is in Hindi: %s", (text) => {
      const said = hindi.dicomWords(text);
      expect(said).toMatch(/\p{Script=Devanagari}/u);
      expect(said.replace("JPEG", "")).not.toMatch(/[A-Za-z]{2}/);
    });

    it("has its file and its value, with what to do", () => {
      const colours = "The colours of this image are of a kind that is not shown here (none is named).";
      const { message } = new DicomError(`${colours} It is DIR/IM1 in this archive.`);
      const said = hindi.dicomWords(message);
      expect(said).toContain("DIR/IM1");
      expect(said.replace("DIR/IM1", "")).not.toMatch(/[A-Za-z]{2}/);
    });

    it("stays as it is where a file said it", () => {
      expect(hindi.dicomWords("Series of the knee")).toBe("Series of the knee");
    });
  });
});
