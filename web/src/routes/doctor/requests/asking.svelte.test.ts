import { beforeEach, expect, it, vi } from "vitest";
import type { App } from "#lib/app.ts";
import { Asking } from "./asking.svelte.ts";

const account = "0x976EA74026E726554dB657fA54763abd0C3a0aa9";
const chart = `0x${"7c".repeat(20)}` as const;
const reports = ["a1", "b2", "c3", "d4"].map((end) => `${chart}${end.repeat(12)}` as const);
const rows = reports.map((report, index) => ({ report, chart, at: index, status: "LIVE" }));
const requested = vi.hoisted(() => vi.fn(async (): Promise<object[]> => []));

vi.mock("#lib/chain/reads.ts", () => ({ canRead: async () => false }));
vi.mock("#lib/history/reports.ts", () => ({ readReports: async () => [], readChartReports: async () => rows }));
vi.mock("#lib/history/requests.ts", () => ({ readDoctorRequests: requested }));

type Run = (calls: readonly object[], onStatus: unknown, onDone: (done: number) => void) => Promise<void>;

async function asking(runAll: Run) {
  const wallet = { client: { account: { address: account } } };
  const network = { records: "0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512" };
  const transactions = { runAll: vi.fn(runAll) };
  const asking = new Asking({ network, wallet, transactions } as unknown as App);
  await asking.choose(chart);
  return { asking, transactions };
}

beforeEach(() => {
  requested.mockClear();
});

it("asking for reports hands all of them to the wallet at once", async () => {
  requested.mockResolvedValue([{ report: reports[3], status: "OPEN", notBefore: null }]);
  const { asking: all, transactions } = await asking(async (calls, _, onDone) => onDone(calls.length));
  expect(all.free).toEqual(reports.slice(0, 3));
  all.chosen = [...all.free];
  expect(await all.ask()).toBe(true);
  expect(transactions.runAll).toHaveBeenCalledOnce();
  expect(transactions.runAll.mock.calls[0]![0]).toHaveLength(3);
  expect(all.done).toBe("The patient was asked for 3 reports.");
});

it("asking for several says which were asked for when one is refused, and keeps the others chosen", async () => {
  requested.mockResolvedValue([]);
  const { asking: some } = await asking(async (_, __, onDone) => {
    onDone(1);
    throw Object.assign(new Error("no"), { code: 4001 });
  });
  some.chosen = reports.slice(0, 3);
  expect(await some.ask()).toBe(true);
  expect(some.done).toBe("The patient was asked.");
  expect(some.chosen).toEqual(reports.slice(1, 3));
  const failed = some.sending.steps.find(({ state }) => state === "failed");
  expect(failed?.detail).toContain("One went through. Of the rest: Nothing was sent");
});

it("asking for nothing asks no wallet, and says what is missing", async () => {
  const { asking: none, transactions } = await asking(async () => {});
  expect(await none.ask()).toBe(false);
  expect(none.reportsError).toBe("Choose at least one report.");
  expect(transactions.runAll).not.toHaveBeenCalled();
});
