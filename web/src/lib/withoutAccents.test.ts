import { expect, it } from "vitest";
import { withoutAccents } from "./withoutAccents.ts";

it("a text is searched without case and accents", () => {
  expect(withoutAccents("Renée ÅNGSTRÖM")).toBe("renee angstrom");
});

it("a text of a script whose vowels are marks keeps them", () => {
  expect(withoutAccents("किरण")).toBe("किरण");
  expect(withoutAccents("किरण")).not.toBe(withoutAccents("करण"));
});
