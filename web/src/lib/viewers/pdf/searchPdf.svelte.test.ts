import { expect, it } from "vitest";
import type { OpenPdf } from "./openPdf.ts";
import { PdfSearch } from "./searchPdf.svelte.ts";

const pages = ["a word", "nothing", "Word and word", "word"];
const pdf = {
  pages: pages.length,
  pieces: async (page: number) => {
    if (page === 4) throw new Error("damaged");
    return [{ text: pages[page - 1]!, endsLine: true }];
  },
} as unknown as OpenPdf;

it("hits of all pages are found, the first from the reader's page on, also when a page cannot be read", async () => {
  const search = new PdfSearch(pdf);
  await search.find("word", 2);
  expect(search.hits.map(({ page }) => page)).toEqual([1, 3, 3]);
  expect([search.at, search.current?.page]).toEqual([1, 3]);
});

it("after the last hit comes the first, and before it the last", async () => {
  const search = new PdfSearch(pdf);
  await search.find("word", 1);
  const went = [search.at];
  for (const by of [1, 1, 1, -1] as const) {
    search.go(by);
    went.push(search.at);
  }
  expect(went).toEqual([0, 1, 2, 0, 2]);
});

it("what is found later than another question's answer is not shown", async () => {
  const search = new PdfSearch(pdf);
  await Promise.all([search.find("word", 1), search.find("nothing", 3)]);
  expect(search.hits).toHaveLength(1);
  expect([search.at, search.isSearching]).toEqual([0, false]);
  await Promise.all([search.find("word", 1), search.find("  ", 1)]);
  expect([search.hits.length, search.at]).toEqual([0, -1]);
});
