import { describe, expect, it } from "vitest";
import type { PublicReport } from "#lib/history/publicReport.ts";
import { erasureReceipt } from "./erasureReceipt.ts";

const digest = `0x${"ab".repeat(32)}`;
const report = {
  id: digest,
  chart: `0x${"c4".repeat(20)}`,
  holder: `0x${"55".repeat(20)}`,
  versions: [{ version: 1, commitment: digest }],
  payload: digest,
  erasedAt: 1_800_000_000,
} as unknown as PublicReport;

describe("the receipt of an erasure", () => {
  it("says that something may still be stored, as long as that is so", () => {
    expect(erasureReceipt(report, [], true)).toContain("Locked copies may still be stored");
    expect(erasureReceipt(report, [], false)).not.toContain("Locked copies may still be stored");
    expect(erasureReceipt(report, [], true)).toContain(digest);
  });
});
