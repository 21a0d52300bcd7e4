import type { Address } from "viem";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { App } from "./app.ts";
import type { RemarkRow, ReportRow } from "./history/rows.ts";
import { PatientAnswers } from "./patientAnswers.svelte.ts";
import { titleOfRemark } from "./words/remarkKind.ts";

const openRemark = vi.hoisted(() => vi.fn());
vi.mock("./flows/openReport.ts", () => ({ openRemark }));

const holder = "0x1111111111111111111111111111111111111111";
const row = { report: "0x01", chart: "0xc1", version: 1 } as unknown as ReportRow;
const remark = { id: "0xe1", report: "0x01", chart: "0xc1", author: holder, version: 1 } as unknown as RemarkRow;
vi.mock("./chain/reads.ts", () => ({ holderOf: async () => holder }));
vi.mock("./history/remarks.ts", () => ({ readRemarksOn: async () => [remark] }));

const disputed = { metadata: { title: titleOfRemark("disputed") } };
const closed = () => Promise.reject(Object.assign(new Error("No key."), { name: "NoContentKeyError" }));
const pageOf = (account: string | null) => ({ keys: { account } }) as unknown as App & { keys: { account: string } };

describe("what patients said of reports", () => {
  beforeEach(() => void openRemark.mockReset());

  it("is opened once", async () => {
    openRemark.mockResolvedValue(disputed);
    const answers = new PatientAnswers();
    await answers.load(pageOf("0xaa"), [row]);
    await answers.load(pageOf("0xaa"), [row]);
    expect(answers.isDisputed(row)).toBe(true);
    expect(answers.kindOf("0xe1")).toBe("disputed");
    expect(openRemark).toHaveBeenCalledOnce();
  });

  it("is shown as soon as its key was given, though it could not be opened before", async () => {
    openRemark.mockImplementationOnce(closed).mockResolvedValueOnce(disputed);
    const answers = new PatientAnswers();
    await answers.load(pageOf("0xaa"), [row]);
    expect(answers.isDisputed(row)).toBe(false);
    await answers.load(pageOf("0xaa"), [row]);
    expect(answers.isDisputed(row)).toBe(true);
  });

  it.each([
    ["nobody", null],
    ["somebody else", "0xbb"],
  ])("is not left to %s whose keys are there when it arrives", async (_, next) => {
    const answers = new PatientAnswers();
    const page = pageOf("0xaa");
    openRemark.mockImplementationOnce(async () => {
      answers.clear();
      page.keys.account = next as Address;
      return disputed;
    });
    await answers.load(page, [row]);
    expect(answers.isDisputed(row)).toBe(false);
    openRemark.mockImplementation(closed);
    page.keys.account = "0xbb";
    await answers.load(page, [row]);
    expect(answers.isDisputed(row)).toBe(false);
  });
});
