import { afterEach, expect, it, vi } from "vitest";
import { coverTitle, namesReport } from "./coverTitle.ts";

const leaving: (() => void)[] = [];
afterEach(() => {
  for (const leave of leaving.splice(0)) leave();
  vi.unstubAllGlobals();
});

it("takes a report’s name off the window and off what is read out, and leaves the router its nodes", () => {
  const TEXT_NODE = 3;
  const nodes = [
    { nodeType: 8, TEXT_NODE, nodeValue: "" },
    { nodeType: TEXT_NODE, TEXT_NODE, nodeValue: "Knee after the fall · Chartkey" },
  ];
  const page = { title: "Knee after the fall · Chartkey", getElementById: () => ({ childNodes: nodes }) };
  vi.stubGlobal("document", page);
  leaving.push(namesReport());
  coverTitle();
  expect([page.title, nodes.map(({ nodeValue }) => nodeValue)]).toEqual(["Chartkey", ["", ""]]);
});

it("needs nobody to read out anything", () => {
  const page = { title: "A report · Chartkey", getElementById: () => null };
  vi.stubGlobal("document", page);
  leaving.push(namesReport());
  coverTitle();
  expect(page.title).toBe("Chartkey");
});

it("leaves a page that names no report its title, and one that comes after a report’s, too", () => {
  const page = { title: "Timeline · Chartkey", getElementById: () => null };
  vi.stubGlobal("document", page);
  coverTitle();
  expect(page.title).toBe("Timeline · Chartkey");

  namesReport()();
  coverTitle();
  expect(page.title).toBe("Timeline · Chartkey");
});
