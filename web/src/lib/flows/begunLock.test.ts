import type { ReportId } from "@chartkey/protocol/report-id";
import type { Hex } from "viem";
import { describe, expect, it } from "vitest";
import { recordsCall } from "../chain/call.ts";
import type { Lock } from "../history/sealedVersions.ts";
import type { Network } from "../network/network.ts";
import { canGoOn } from "./begunLock.ts";

const report = `0x${"1".repeat(64)}` as ReportId;
const payload = (byte: string): Hex => `0x${byte.repeat(32)}`;
const [first, second, theirs] = [payload("a1"), payload("a2"), payload("b1")];

/** One that was wanted, or made for these versions and so about to be sent or sent. */
function begun(epoch: number, payloads: readonly Hex[] | null) {
  const network = { records: `0x${"2".repeat(40)}` } as Network;
  const call = payloads && recordsCall(network, "rekeyReport", [report, epoch - 1, payloads, "0x01"]);
  return { owner: "me", report, epoch, call, lockedFor: null, old: [], made: [], abandoned: [] };
}

const lock = (epoch: number, payloads: readonly Hex[]): Lock => ({
  epoch,
  at: 0,
  versions: payloads.map((payload, index) => ({ version: index + 1, commitment: payload, payload })),
});

describe("a new lock that was begun", () => {
  it("is gone on with while it is the next", () => {
    expect(canGoOn(begun(2, null), 1, lock(1, [theirs]))).toBe(true);
    expect(canGoOn(begun(2, [first]), 1, lock(1, [theirs]))).toBe(true);
  });

  it("is begun again when another lock was put on before it was made", () => {
    expect(canGoOn(begun(2, null), 2, lock(2, [theirs]))).toBe(false);
    expect(canGoOn(begun(2, null), 3, lock(3, [theirs]))).toBe(false);
  });

  it("is gone on with when it is on, also after a correction", () => {
    expect(canGoOn(begun(2, [first]), 2, lock(2, [first]))).toBe(true);
    expect(canGoOn(begun(2, [first]), 2, lock(2, [first, second]))).toBe(true);
  });

  it("is gone on with when its log is still to come", () => {
    expect(canGoOn(begun(2, [first]), 2, lock(1, [theirs]))).toBe(true);
  });

  it("is begun again when another lock was put on in its place, or after it", () => {
    expect(canGoOn(begun(2, [first]), 2, lock(2, [theirs]))).toBe(false);
    expect(canGoOn(begun(2, [first]), 3, lock(3, [theirs]))).toBe(false);
  });

  it("is begun again when the report was corrected since it was made", () => {
    expect(canGoOn(begun(2, [first]), 1, lock(1, [theirs, second]))).toBe(false);
  });
});
