import { afterEach, expect, it, vi } from "vitest";
import { coverTitle } from "./coverTitle.ts";

afterEach(() => vi.unstubAllGlobals());

it("takes a report’s name off the window and off what is read out, and leaves the router its nodes", () => {
  const TEXT_NODE = 3;
  const nodes = [
    { nodeType: 8, TEXT_NODE, nodeValue: "" },
    { nodeType: TEXT_NODE, TEXT_NODE, nodeValue: "Knee after the fall · Chartkey" },
  ];
  const page = { title: "Knee after the fall · Chartkey", getElementById: () => ({ childNodes: nodes }) };
  vi.stubGlobal("document", page);
  coverTitle();
  expect([page.title, nodes.map(({ nodeValue }) => nodeValue)]).toEqual(["Chartkey", ["", ""]]);
});

it("needs nobody to read out anything", () => {
  const page = { title: "A report · Chartkey", getElementById: () => null };
  vi.stubGlobal("document", page);
  coverTitle();
  expect(page.title).toBe("Chartkey");
});
