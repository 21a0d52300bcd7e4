import { expect, it } from "vitest";
import type { MadeLink } from "#lib/storage/madeLinks.ts";
import { linksOf } from "./linksOf.ts";

const NOW = 1_800_000_000;
const [report, other] = [`0x${"ab".repeat(32)}`, `0x${"cd".repeat(32)}`] as const;
const row = { report, at: NOW - 100 };
const link: MadeLink = {
  owner: "1337:0x:0x",
  id: "a",
  report,
  madeAt: NOW - 50,
  expiresAt: NOW + 100,
  endedAt: null,
  upload: report,
  blobs: [],
};

it("counts links to a report, and links to a summary that was made since it was added", () => {
  const made = [link, { ...link, report: other }, { ...link, report: null }, { ...link, report: null, madeAt: row.at }];
  expect(linksOf(row, made, NOW)).toEqual({ copies: 1, summaries: 2 });
});

it.each([
  ["one that was ended", { endedAt: NOW - 1 }],
  ["one that is over", { expiresAt: NOW }],
])("does not count %s", (_, over) => {
  const made = [link, { ...link, report: null }].map((each) => ({ ...each, ...over }));
  expect(linksOf(row, made, NOW)).toEqual({ copies: 0, summaries: 0 });
});

it("does not count a summary that is older than the report", () => {
  expect(linksOf(row, [{ ...link, report: null, madeAt: row.at - 1 }], NOW)).toEqual({ copies: 0, summaries: 0 });
});
