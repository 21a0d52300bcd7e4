import "fake-indexeddb/auto";
import type { ReportId } from "@chartkey/protocol/report-id";
import { zeroAddress } from "viem";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { ReportRow } from "#lib/history/rows.ts";
import { Loaded } from "#lib/loaded.svelte.ts";
import { keepLockOffer, lockOffer } from "#lib/storage/lockOffers.ts";
import { ownerKey } from "#lib/storage/owner.ts";
import type { ChartReports } from "../chartReports.ts";
import type { PatientDesk } from "../patientDesk.svelte.ts";
import { OfferedLocks } from "./offeredLocks.svelte.ts";

const putNewLock = vi.hoisted(() => vi.fn());
vi.mock("#lib/flows/putNewLock.ts", () => ({ putNewLock }));

const network = { chainId: 1337, records: zeroAddress };
const owner = ownerKey(network as never, zeroAddress);
const [one, two, added, between] = ["1", "2", "3", "4"].map((digit) => `0x${digit.repeat(64)}` as ReportId) as [
  ReportId,
  ReportId,
  ReportId,
  ReportId,
];

/** How often each report is locked by now, on the public record. */
let epochs: Record<ReportId, number> = {};
let failing: ReportId[] = [];

beforeEach(async () => {
  epochs = { [one]: 1, [two]: 4, [added]: 1 };
  failing = [];
  putNewLock.mockReset().mockImplementation(async (_: unknown, { report }: ReportRow) => {
    if (failing.includes(report)) throw new Error("away");
    epochs[report]! += 1;
    return { leftOut: [], closedRemarks: 0, kept: false };
  });
  // The third was added after the removal, for the new key.
  await keepLockOffer({ owner, epochs: { [one]: 1, [two]: 4 }, keyVersion: 2 });
});

/** A page that was just opened. */
async function page(): Promise<OfferedLocks> {
  const reports = new Loaded<ChartReports>();
  const load = () =>
    reports.load(async () => {
      const rows = Object.entries(epochs).map(([report, epoch]) => ({
        report,
        epoch,
        holderKeyVersion: report === added ? 3 : 2,
      }));
      return { rows } as unknown as ChartReports;
    });
  await load();
  const app = { network, wallet: { client: { account: { address: zeroAddress } } } };
  const offered = new OfferedLocks({
    app,
    reports,
    load,
    readUnfinishedLocks: async () => {},
  } as unknown as PatientDesk);
  await offered.load();
  return offered;
}

const dueOf = ({ due }: OfferedLocks) => due.map(({ report }) => report);

describe("new locks after a way to unlock was removed", () => {
  it("are offered for what was locked before, and not for what was added since", async () => {
    expect(dueOf(await page())).toEqual([one, two]);
  });

  it("are offered for what was added for the key before while the new one was on its way", async () => {
    epochs = { ...epochs, [between]: 1 };
    const offered = await page();
    expect(dueOf(offered)).toEqual([one, two, between]);
    await offered.run();
    expect(epochs).toEqual({ [one]: 2, [two]: 5, [added]: 1, [between]: 2 });
    expect(await lockOffer(owner)).toBeNull();
  });

  it("are offered for no more than it names by an offer that knows no key", async () => {
    epochs = { ...epochs, [between]: 1 };
    await keepLockOffer({ owner, epochs: { [one]: 1, [two]: 4 } });
    expect(dueOf(await page())).toEqual([one, two]);
  });

  it("are put on one after the other, after which nothing is offered", async () => {
    const offered = await page();
    await offered.run();
    expect(epochs).toEqual({ [one]: 2, [two]: 5, [added]: 1 });
    expect(await lockOffer(owner)).toBeNull();
    expect(dueOf(await page())).toEqual([]);
  });

  it("go on in another tab with those that are left", async () => {
    failing = [two];
    const closed = await page();
    await closed.run();
    expect(closed.locks?.now?.report).toBe(two);
    failing = [];
    const offered = await page();
    expect(dueOf(offered)).toEqual([two]);
    await offered.run();
    expect(epochs).toEqual({ [one]: 2, [two]: 5, [added]: 1 });
    expect(dueOf(await page())).toEqual([]);
  });

  it("are not held up by one that fails, which stays offered", async () => {
    failing = [one];
    const offered = await page();
    await offered.run();
    offered.locks?.leaveOut();
    await offered.run();
    expect(epochs).toEqual({ [one]: 1, [two]: 5, [added]: 1 });
    expect(offered.locks).toMatchObject({ now: null, done: 1 });
    await offered.close();
    expect(dueOf(offered)).toEqual([one]);
    expect(dueOf(await page())).toEqual([one]);
  });

  it("are offered no more once they are turned down", async () => {
    const offered = await page();
    await offered.turnDown();
    expect(dueOf(offered)).toEqual([]);
    expect(dueOf(await page())).toEqual([]);
    expect(putNewLock).not.toHaveBeenCalled();
  });
});
