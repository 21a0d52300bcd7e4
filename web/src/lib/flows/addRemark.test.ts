import "fake-indexeddb/auto";
import { digestOf } from "@chartkey/protocol/cid";
import { UserRejectedRequestError, zeroAddress, type Hex } from "viem";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { App } from "../app.ts";
import type { ReportRow } from "../history/rows.ts";
import { database } from "../storage/database.ts";
import { leftoversOf } from "../storage/leftovers.ts";
import { ownerKey } from "../storage/owner.ts";
import { addRemark } from "./addRemark.ts";

vi.mock("../chain/reads.ts", () => ({ holderOf: async () => account }));
vi.mock("../chain/accountSignature.ts", () => ({ accountSignatureCheck: () => () => {} }));
vi.mock("./confirmedReaders.ts", () => ({ confirmedReaders: async () => [] }));

const account = "0x976EA74026E726554dB657fA54763abd0C3a0aa9";
const network = { chainId: 1337, registry: zeroAddress, records: zeroAddress };
const row = { report: `0x${"11".repeat(32)}`, chart: `0x${"22".repeat(20)}`, version: 1, epoch: 1 } as ReportRow;
const [head, capsuleBundle] = [Uint8Array.of(1), Uint8Array.of(2)];

/** Somebody who is signed in, and whose wallet answers as `run` does. */
function app(run: () => Promise<unknown>) {
  const otp = {
    account,
    tickets: vi.fn(async (_: Hex, sizes: number[]) => sizes.map(() => ({ url: "http://store.test/" }))),
    unpin: vi.fn((_: Hex, __: Hex[]) => Promise.resolve()),
  };
  const sealRemark = async () => ({
    commitment: `0x${"33".repeat(32)}`,
    payload: await digestOf(head),
    head,
    capsuleBundle,
  });
  const wallet = { account, client: { account: { address: account } } };
  const fake = { network, otp, wallet, chain: {}, keys: { holder: { sealRemark } }, transactions: { run } };
  return { otp, app: fake as unknown as App };
}

const add = (here: App) => addRemark(here, row, "Thank you.", [], () => {});
const noted = async () => (await leftoversOf(ownerKey(network as never, account))).flatMap(({ blobs }) => blobs);
const stored = async () => [await digestOf(head), await digestOf(capsuleBundle)];
const store = vi.fn();

beforeEach(async () => {
  await (await database()).clear("leftovers");
  store
    .mockReset()
    .mockImplementation(async (_: string, { body }: { body: FormData }) =>
      Response.json({ data: { cid: String(body.get("name")) } }),
    );
  vi.stubGlobal("fetch", store);
});
afterEach(() => void vi.unstubAllGlobals());

it("a remark that is on its way is not left over", async () => {
  const { otp, app: here } = app(async () => ({}));
  await add(here);
  expect(store).toHaveBeenCalledTimes(2);
  expect(otp.unpin).not.toHaveBeenCalled();
  expect(await noted()).toEqual([]);
});

it("a remark that the wallet refuses is removed from the store", async () => {
  const { otp, app: here } = app(() => Promise.reject(new UserRejectedRequestError(new Error("no"))));
  await expect(add(here)).rejects.toThrow(UserRejectedRequestError);
  await vi.waitFor(async () => expect(otp.unpin.mock.calls).toEqual([[row.report, await stored()]]));
  await vi.waitFor(async () => expect(await noted()).toEqual([]));
});

it("a remark that the wallet may still send stays in the store", async () => {
  const { otp, app: here } = app(() => Promise.reject(new Error("The wallet does not answer.")));
  await expect(add(here)).rejects.toThrow("does not answer");
  expect(await noted()).toEqual([]);
  expect(otp.unpin).not.toHaveBeenCalled();
});

it("a remark that was not stored as a whole is removed", async () => {
  const { otp, app: here } = app(async () => ({}));
  otp.tickets.mockRejectedValueOnce(new Error("No more today."));
  await expect(add(here)).rejects.toThrow("No more today.");
  await vi.waitFor(async () => expect(otp.unpin.mock.calls).toEqual([[row.report, await stored()]]));
});
