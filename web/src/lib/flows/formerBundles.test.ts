import type { Hex } from "viem";
import { expect, it, vi } from "vitest";
import type { ChainAccess } from "../chain/chainAccess.ts";
import { formerBundles } from "./formerBundles.ts";

const logs = vi.hoisted(() => ({ all: [] as { eventName: string; blockNumber: bigint; logIndex: number }[] }));
vi.mock("../chain/logs.ts", async (original) => ({
  ...(await original<object>()),
  recordsLogs: async (_: unknown, name: string) => logs.all.filter(({ eventName }) => eventName === name),
}));

const digest = (letter: string): Hex => `0x${letter.repeat(64)}`;
const happened = (...events: [string, Hex][]) => {
  logs.all = events.map(([eventName, capsules], index) => {
    return { eventName, args: { capsules }, blockNumber: BigInt(index), logIndex: 0 };
  });
};
const former = () => formerBundles({} as ChainAccess, digest("9"));

it("names the stored bundles from before the present lock, whatever event published them", async () => {
  happened(
    ["ReportAdded", digest("1")],
    ["ConsentGranted", digest("2")],
    ["RemarkAdded", digest("3")],
    ["ConsentGranted", `0x${"11".repeat(40)}`],
    ["ReportRekeyed", digest("4")],
    ["ReportCorrected", digest("5")],
    ["ReportRekeyed", digest("6")],
    ["ConsentGranted", digest("7")],
    ["RemarkAdded", digest("8")],
  );
  expect((await former()).toSorted()).toEqual(["1", "2", "3", "4", "5"].map(digest));
});

it("names none of a report that has its first lock", async () => {
  happened(["ReportAdded", digest("1")], ["ConsentGranted", digest("2")]);
  expect(await former()).toEqual([]);
});
