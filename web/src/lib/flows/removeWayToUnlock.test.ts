import "fake-indexeddb/auto";
import { zeroAddress } from "viem";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { App } from "../app.ts";
import type { TransactionStatus } from "../chain/transactions.svelte.ts";
import { forgetLockOffer, lockOffer } from "../storage/lockOffers.ts";
import { ownerKey } from "../storage/owner.ts";
import type { SignedKey } from "./createKey.ts";
import { removeWayToUnlock } from "./removeWayToUnlock.ts";

const publishing = vi.hoisted(() => ({ reaches: [] as string[], fails: false }));
vi.mock("./replaceAuthoriser.ts", () => ({
  publishRenewedKey: async (_: App, __: SignedKey, onStatus: (status: TransactionStatus) => void) => {
    for (const status of publishing.reaches) onStatus(status as TransactionStatus);
    if (publishing.fails) throw new Error("said no");
  },
}));
const [live, erased] = [`0x${"1".repeat(64)}`, `0x${"2".repeat(64)}`] as const;
const reports = vi.hoisted(() => ({ read: [] as unknown[] }));
vi.mock("../history/reports.ts", () => ({ readChartReports: async () => reports.read }));

const account = "0x976EA74026E726554dB657fA54763abd0C3a0aa9";
const network = { chainId: 1337, records: zeroAddress };
const owner = ownerKey(network as never, account);
const app = (chart: string | null) =>
  ({ network, wallet: { client: { account: { address: account } } }, session: { who: { chart } } }) as unknown as App;
const remove = (chart: string | null) =>
  removeWayToUnlock(
    app(chart),
    { publication: { version: 3 } } as SignedKey,
    () => {},
    () => {},
  ).catch(() => {});

describe("removing a way to unlock", () => {
  beforeEach(async () => {
    Object.assign(publishing, { reaches: ["asked", "signed", "sent", "visible"], fails: false });
    reports.read = [
      { report: live, epoch: 2, status: "LIVE" },
      { report: erased, epoch: 1, status: "ERASED" },
    ];
    await forgetLockOffer(owner);
  });

  it("offers the patient new locks for every report that is not erased", async () => {
    await remove("0xc4");
    expect(await lockOffer(owner)).toEqual({ owner, epochs: { [live]: 2 }, keyVersion: 2 });
  });

  it("is prepared for a first report that is added while the key is on its way", async () => {
    reports.read = [];
    await remove("0xc4");
    expect(await lockOffer(owner)).toEqual({ owner, epochs: {}, keyVersion: 2 });
  });

  it("offers them though the replacement of the recovery key, which comes after it, fails", async () => {
    publishing.fails = true;
    await remove("0xc4");
    expect(await lockOffer(owner)).not.toBeNull();
  });

  it("offers nothing where the wallet said no", async () => {
    Object.assign(publishing, { reaches: ["asked"], fails: true });
    await remove("0xc4");
    expect(await lockOffer(owner)).toBeNull();
  });

  it("offers nothing to a doctor", async () => {
    await remove(null);
    expect(await lockOffer(owner)).toBeNull();
  });
});
