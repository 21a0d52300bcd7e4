import { expect, it } from "vitest";
import { decodeText } from "./decodeText.ts";

it("UTF-8 is read as such, with or without a mark", () => {
  expect(decodeText(new TextEncoder().encode("Größe 1,80 m"))).toEqual({ text: "Größe 1,80 m", certain: true });
  expect(decodeText(new Uint8Array([0xef, 0xbb, 0xbf, 0x41]))).toEqual({ text: "A", certain: true });
});

it("UTF-16 is known by its mark", () => {
  expect(decodeText(new Uint8Array([0xff, 0xfe, 0x41, 0x00]))).toEqual({ text: "A", certain: true });
  expect(decodeText(new Uint8Array([0xfe, 0xff, 0x00, 0x41]))).toEqual({ text: "A", certain: true });
});

it("anything else is read letter by letter and marked as a guess", () => {
  expect(decodeText(new Uint8Array([0x47, 0x72, 0xf6, 0xdf, 0x65]))).toEqual({ text: "Größe", certain: false });
});
