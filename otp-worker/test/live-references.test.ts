import type { Hex } from "viem";
import { describe, expect, it } from "vitest";
import { liveReferences, type RecordsEvent } from "../src/unpin/live-references.ts";

const digest = (letter: string): Hex => `0x${letter.repeat(64)}`;
const report = digest("1");

function remark(commitment: Hex, epoch: number, payload: Hex, capsules: Hex = "0x"): RecordsEvent {
  const args = { report, commitment, epoch, payload, capsules };
  return { eventName: "RemarkAdded", args } as unknown as RecordsEvent;
}

function event(eventName: string, args: object): RecordsEvent {
  return { eventName, args: { report, ...args } } as unknown as RecordsEvent;
}

const added = event("ReportAdded", { payload: digest("a"), capsules: digest("b") });
const granted = event("ConsentGranted", { capsules: digest("c") });
const rekeyed = event("ReportRekeyed", { epoch: 2, payloads: [digest("d")], capsules: digest("e") });

const liveAfter = (...events: RecordsEvent[]) => [...liveReferences(events).digests].toSorted();

describe("remarks", () => {
  it("are all live", () => {
    expect(liveAfter(remark(digest("a"), 1, digest("b")), remark(digest("c"), 1, digest("d")))).toEqual([
      digest("b"),
      digest("d"),
    ]);
  });

  it("are live under their newest lock only", () => {
    expect(liveAfter(remark(digest("a"), 1, digest("b")), remark(digest("a"), 2, digest("c")))).toEqual([digest("c")]);
  });

  it("stay live when somebody repeats their commitment under the same lock", () => {
    expect(liveAfter(remark(digest("a"), 2, digest("b")), remark(digest("a"), 2, digest("c")))).toEqual([
      digest("b"),
      digest("c"),
    ]);
  });
});

describe("capsules", () => {
  it("are all live under the lock that they were made for", () => {
    expect(liveAfter(added, granted)).toEqual([digest("a"), digest("b"), digest("c")]);
  });

  it("are not live once the report has another lock", () => {
    expect(liveAfter(added, granted, rekeyed)).toEqual([digest("d"), digest("e")]);
    const grantedAnew = event("ConsentGranted", { capsules: digest("f") });
    expect(liveAfter(added, granted, rekeyed, grantedAnew)).toEqual([digest("d"), digest("e"), digest("f")]);
  });

  it("stay live when another report, which has its first lock, was shared with the same", () => {
    const other = { report: digest("2") };
    const ofBoth = [
      event("ReportAdded", { ...other, payload: digest("8"), capsules: digest("9") }),
      event("ConsentGranted", { ...other, capsules: digest("c") }),
    ];
    expect(liveAfter(added, granted, ...ofBoth, rekeyed)).toEqual(["8", "9", "c", "d", "e"].map(digest));
  });

  it("stay live as long as a remark is under an earlier lock", () => {
    const before = [added, granted, remark(digest("6"), 1, digest("7"), digest("8")), rekeyed];
    expect(liveAfter(...before)).toEqual(["7", "8", "b", "c", "d", "e"].map(digest));
    const lockedAnew = remark(digest("6"), 2, digest("9"), digest("f"));
    expect(liveAfter(...before, lockedAnew)).toEqual(["9", "d", "e", "f"].map(digest));
  });
});
