import type { Hex } from "viem";
import { describe, expect, it } from "vitest";
import { liveReferences, type RecordsEvent } from "../src/unpin/live-references.ts";

const digest = (letter: string): Hex => `0x${letter.repeat(64)}`;
const report = digest("1");

function remark(commitment: Hex, epoch: number, payload: Hex): RecordsEvent {
  const args = { report, commitment, epoch, payload, capsules: "0x" };
  return { eventName: "RemarkAdded", args } as unknown as RecordsEvent;
}

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
