import { expect, it } from "vitest";
import type { SharedWith } from "./sharedByPerson.ts";
import { sharingInShort } from "./sharingInShort.ts";

const reading = (...reports: string[]) =>
  ({ reports: reports.map((report) => ({ row: { report }, reader: {} })) }) as unknown as SharedWith;

it("says how many doctors read how many reports, and how many nobody else can open", () => {
  const reports = ["0x1", "0x2", "0x3"];
  expect(sharingInShort([reading("0x1", "0x2"), reading("0x2")], reports)).toBe(
    "2 doctors can read some of your 3 reports. 1 report can be opened only by you.",
  );
  expect(sharingInShort([reading("0x1")], ["0x1"])).toBe("1 doctor can read your report.");
  expect(sharingInShort([reading("0x1", "0x2"), reading("0x3")], reports)).toBe(
    "2 doctors can read some of your 3 reports. Each of them can be read by a doctor.",
  );
  expect(sharingInShort([reading("0x1")], reports)).toBe(
    "1 doctor can read some of your 3 reports. 2 reports can be opened only by you.",
  );
});

it("counts nobody who reads none of them now, as one who will read what comes, or who reads the details alone", () => {
  expect(sharingInShort([reading(), reading("0xdetails")], ["0x1", "0x2"])).toBe("Only you can open your 2 reports.");
  expect(sharingInShort([], [])).toBe("Who can read what, now and until when.");
});
