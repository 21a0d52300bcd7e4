import { expect, it } from "vitest";
import { titleProblem } from "./titleProblem.ts";

it("a title that can be one has no problem", () => {
  expect(titleProblem(" किडनी की जाँच, بول ")).toBeNull();
  expect(titleProblem("x".repeat(200))).toBeNull();
});

it.each(["", "  ", "x".repeat(201)])("a title that is empty or too long is asked for anew", (title) => {
  expect(titleProblem(title)).toMatch(/^Write a title of up to 200 characters/);
});

it("a mark in a title that nobody sees is named", () => {
  expect(titleProblem("Blood\u202etest")).toMatch(/changes the direction of reading \(U\+202E\)/);
  expect(titleProblem("Blood\u0007test")).toMatch(/invisible character .* \(U\+0007\)/);
});
