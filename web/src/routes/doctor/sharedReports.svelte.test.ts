import { expect, it, vi } from "vitest";
import type { App } from "#lib/app.ts";
import type { ReportRow } from "#lib/history/rows.ts";
import { SharedReports } from "./sharedReports.svelte.ts";

const account = "0x976EA74026E726554dB657fA54763abd0C3a0aa9";
const written = vi.hoisted(() => vi.fn());
vi.mock("#lib/chain/reads.ts", () => ({ canRead: async (_: unknown, report: string) => report === "0xa1" }));
vi.mock("#lib/history/consents.ts", () => ({ readGranteeConsents: async () => [] }));
vi.mock("#lib/history/standingConsents.ts", () => ({ readGranteeStandingConsents: async () => [] }));
vi.mock("#lib/history/reports.ts", () => ({
  readDoctorReports: written,
  readReports: async () => [],
  readChartReports: async () => [],
}));
vi.mock("#lib/storage/seenReports.ts", () => ({ seenReports: async () => new Set(), rememberSeen: async () => {} }));

const row = (of: Partial<ReportRow>) =>
  ({ chart: "0x7c", doctor: { account, name: "", specialty: "" }, at: 1, version: 1, epoch: 1, ...of }) as ReportRow;

it("what a doctor wrote and withdrew stays with them, the last withdrawn first, and nothing else that they cannot read", async () => {
  written.mockResolvedValue([
    row({ report: "0xa1", status: "LIVE" }),
    row({ report: "0xb2", status: "RETRACTED", endedAt: 20, reason: "WRONG_PATIENT" }),
    row({ report: "0xc3", status: "RETRACTED", endedAt: 30, reason: "DUPLICATE" }),
    row({ report: "0xd4", status: "LIVE" }),
    row({ report: "0xe5", status: "ERASED", endedAt: 40 }),
  ]);
  const opened = { outcomes: () => [], get: () => ({ value: { metadata: { title: "Blood test" } } }) };
  const keys = { account: account as string | null };
  const app = { wallet: { client: { account: { address: account } } }, network: {}, opened, keys };
  const shared = new SharedReports(app as unknown as App);
  await shared.load();
  expect(shared.all.value?.map(({ row }) => row.report)).toEqual(["0xa1"]);
  expect(shared.withdrawn.map(({ report, reason }) => [report, reason])).toEqual([
    ["0xc3", "DUPLICATE"],
    ["0xb2", "WRONG_PATIENT"],
  ]);
  expect(shared.titleOfWithdrawn(shared.withdrawn[0]!)).toBe("Blood test");
  keys.account = null;
  expect(shared.titleOfWithdrawn(shared.withdrawn[0]!)).toBe(null);
});
