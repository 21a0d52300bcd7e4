import type { Hex } from "viem";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { App } from "../app.ts";
import { StoreAwayError } from "../blobs/downloadBlob.ts";
import type { ReportReader } from "../chain/readers.ts";
import type { ReportRow } from "../history/rows.ts";
import { readersWithoutKey } from "./giveKey.ts";

vi.mock("../chain/logs.ts", () => ({ recordsLogs: async () => [] }));
/** What fetching a bundle ends with. */
const bundles = vi.hoisted(() => ({ failure: new Error() as unknown }));
vi.mock("./capsuleBundle.ts", () => ({ capsuleBundle: () => Promise.reject(bundles.failure) }));

const account = `0x${"55".repeat(20)}` as const;
const reader = { doctor: { account } } as unknown as ReportReader;
const report: Hex = `0x${"1".repeat(64)}`;
const row = { report, version: 1, epoch: 2, capsules: `0x${"2".repeat(64)}` } as unknown as ReportRow;
const without = () => readersWithoutKey({} as App, row, [reader], { consents: [], standing: [] });

describe("a reader of a report", () => {
  beforeEach(() => void (bundles.failure = new Error("gone")));

  it("lacks a key that is in none of the bundles that are left", async () => {
    expect(await without()).toEqual([reader]);
  });

  it("is not said to lack one that may be in a bundle which the store does not answer for", async () => {
    bundles.failure = new StoreAwayError();
    expect(await without()).toEqual([]);
  });
});
