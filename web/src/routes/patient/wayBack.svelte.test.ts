import type { ReportId } from "@chartkey/protocol/report-id";
import type { Address } from "viem";
import { describe, expect, it } from "vitest";
import type { ReportReader } from "#lib/chain/readers.ts";
import type { ReportRow } from "#lib/history/rows.ts";
import { WayBack } from "./wayBack.svelte.ts";

const report = `0x${"1".repeat(64)}` as ReportId;
const doctor = { account: `0x${"5".repeat(40)}` as Address, name: "Dr Lena Hallowell" };
const row = { report } as ReportRow;
const reader = { doctor } as unknown as ReportReader;

function wayBack(readers: ReportReader[]) {
  const back = new WayBack({ titleOf: () => "Heart tracing", rowOf: () => row, readersOf: () => readers });
  const newest = () => back.toasts.list.at(-1);
  return { back, newest };
}

describe("a way back", () => {
  it("from a share leads to the stop of it, and sends nothing by itself", () => {
    const { back, newest } = wayBack([reader]);
    back.shared(report, doctor);
    expect(newest()).toMatchObject({
      text: "Dr Lena Hallowell can read Heart tracing now.",
      action: { label: "Undo" },
    });
    expect(back.undoing).toBeNull();
    newest()?.action?.run();
    expect(back.undoing).toEqual({ kind: "stop", row, reader });
  });

  it("from a share that ended meanwhile says so", () => {
    const { back, newest } = wayBack([]);
    back.shared(report, doctor);
    newest()?.action?.run();
    expect(back.undoing).toBeNull();
    expect(newest()?.text).toBe("Dr Lena Hallowell cannot read Heart tracing any more.");
  });

  it("from a stop begins the same share again, for the same purpose", () => {
    const { back, newest } = wayBack([]);
    back.stopped(report, doctor, "HRESCH");
    expect(newest()?.text).toBe("Dr Lena Hallowell can no longer read Heart tracing.");
    newest()?.action?.run();
    expect(back.undoing).toEqual({
      kind: "share",
      beginning: { grantee: doctor.account, scope: "chosen", reports: [report], purpose: "HRESCH" },
    });
  });

  it("from the stop of an author, who never had a purpose, leaves that to the patient", () => {
    const { back, newest } = wayBack([]);
    back.stopped(report, doctor, null);
    newest()?.action?.run();
    expect(back.undoing).not.toHaveProperty("beginning.purpose");
  });
});
