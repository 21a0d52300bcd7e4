import type { ReportId } from "@chartkey/protocol/report-id";
import { HttpRequestError, type Address } from "viem";
import { describe, expect, it } from "vitest";
import type { ReportReader } from "#lib/chain/readers.ts";
import type { ReportRow } from "#lib/history/rows.ts";
import { WayBack } from "./wayBack.svelte.ts";

const report = `0x${"1".repeat(64)}` as ReportId;
const doctor = { account: `0x${"5".repeat(40)}` as Address, name: "Dr Lena Hallowell" };
const row = { report } as ReportRow;
const reader = { doctor } as unknown as ReportReader;

/** What the contract and the lists answer, which may change while the message stays. */
function wayBack(answers: { canRead: boolean; readers: ReportReader[] | Error }) {
  const back = new WayBack({
    titleOf: () => "Heart tracing",
    canRead: async () => answers.canRead,
    read: async () => {
      if (answers.readers instanceof Error) throw answers.readers;
      return { rows: [row], readers: new Map([[report, answers.readers]]) };
    },
  });
  const newest = () => back.toasts.list.at(-1);
  return { back, newest };
}

describe("a way back", () => {
  it("from a share leads to the stop of it, and sends nothing by itself", async () => {
    const { back, newest } = wayBack({ canRead: true, readers: [reader] });
    back.shared(report, doctor);
    expect(newest()).toMatchObject({
      text: "Dr Lena Hallowell can read Heart tracing now.",
      action: { label: "Undo" },
    });
    expect(back.undoing).toBeNull();
    await newest()?.action?.run();
    expect(back.undoing).toEqual({ kind: "stop", row, reader });
  });

  it("from a share that ended meanwhile says so", async () => {
    const { back, newest } = wayBack({ canRead: false, readers: [reader] });
    back.shared(report, doctor);
    await newest()?.action?.run();
    expect(back.undoing).toBeNull();
    expect(newest()?.text).toBe("Dr Lena Hallowell cannot read Heart tracing any more.");
  });

  it.each([
    ["that cannot be read", new HttpRequestError({ url: "http://127.0.0.1" }), "The public record does not answer."],
    ["that the lists do not show yet", [], "The lists do not show this share yet."],
  ])("from a share %s says that, and stays", async (_, readers, text) => {
    const answers: Parameters<typeof wayBack>[0] = { canRead: true, readers };
    const { back, newest } = wayBack(answers);
    back.shared(report, doctor);
    await newest()?.action?.run();
    expect(back.undoing).toBeNull();
    expect(newest()).toMatchObject({ tone: "danger", action: { label: "Try again" } });
    expect(newest()?.text).toContain(text);

    answers.readers = [reader];
    await newest()?.action?.run();
    expect(back.undoing).toEqual({ kind: "stop", row, reader });
  });

  it("from a stop begins the same share again, for the same purpose", () => {
    const { back, newest } = wayBack({ canRead: false, readers: [] });
    back.stopped(report, doctor, "HRESCH");
    expect(newest()?.text).toBe("Dr Lena Hallowell can no longer read Heart tracing.");
    void newest()?.action?.run();
    expect(back.undoing).toEqual({
      kind: "share",
      beginning: { grantee: doctor.account, scope: "chosen", reports: [report], purpose: "HRESCH" },
    });
  });

  it("from the stop of an author, who never had a purpose, leaves that to the patient", () => {
    const { back, newest } = wayBack({ canRead: false, readers: [] });
    back.stopped(report, doctor, null);
    void newest()?.action?.run();
    expect(back.undoing).not.toHaveProperty("beginning.purpose");
  });
});
