import "fake-indexeddb/auto";
import type { ReportId } from "@chartkey/protocol/report-id";
import { expect, it } from "vitest";
import { forgetNewLock, keepNewLock, reportsToLock } from "./newLocks.ts";

it("the reports with an unfinished lock are those of one owner, until each is finished", async () => {
  const [tablets, letter, other] = ["1", "2", "3"].map((digit): ReportId => `0x${digit.repeat(64)}`) as [
    ReportId,
    ReportId,
    ReportId,
  ];
  const rest = { epoch: 2, call: null, lockedFor: null, old: [], made: [], abandoned: [] };
  await keepNewLock({ owner: "1337:0xee:0x05", report: tablets, ...rest });
  await keepNewLock({ owner: "1337:0xee:0x05", report: letter, ...rest });
  await keepNewLock({ owner: "1337:0xee:0x051", report: other, ...rest });
  expect(await reportsToLock("1337:0xee:0x05")).toEqual([tablets, letter]);
  await forgetNewLock({ owner: "1337:0xee:0x05", report: tablets });
  expect(await reportsToLock("1337:0xee:0x05")).toEqual([letter]);
  expect(await reportsToLock("1337:0xee:0x06")).toEqual([]);
});
