import "fake-indexeddb/auto";
import type { ChartId } from "@chartkey/protocol/chart";
import { zeroAddress, type Hex } from "viem";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { App } from "../app.ts";
import { LockedMeanwhileError } from "../keys/keys.svelte.ts";
import { database } from "../storage/database.ts";
import { leftoversOf } from "../storage/leftovers.ts";
import { madeLinks } from "../storage/madeLinks.ts";
import { ownerKey } from "../storage/owner.ts";
import { makeLink, type LinkedFile } from "./makeLink.ts";
import { removeLeftovers } from "./removeLeftovers.ts";

vi.mock("../keys/keyHolder.worker.ts?worker&url", () => ({ default: "/key-holder.js" }));

const account = "0x976EA74026E726554dB657fA54763abd0C3a0aa9";
const chart: ChartId = `0x${"c4".repeat(20)}`;
const network = { chainId: 1337, records: zeroAddress, otpUrl: "http://otp.test" };
const owner = ownerKey(network as never, account);
const file: LinkedFile = {
  chart,
  report: null,
  read: async () => new TextEncoder().encode('{"resourceType":"Bundle"}'),
  label: "Summary",
};

/** A page of a patient who is signed in and has unlocked. */
function app() {
  const otp = {
    account,
    tickets: vi.fn((_: Hex, sizes: number[]) => Promise.resolve(sizes.map(() => ({ url: "http://store.test/" })))),
    unpin: vi.fn((_: Hex, __: Hex[]) => Promise.resolve()),
    makeLink: vi.fn((_: Hex, __: readonly Hex[], ___: string, lifetime: number) =>
      Promise.resolve({ token: "t".repeat(43), id: "link", expiresAt: Math.floor(Date.now() / 1000) + lifetime }),
    ),
  };
  const keys = { account: account as string | null };
  const fake = { network, otp, keys, wallet: { account, client: { account: { address: account } } } };
  return { otp, keys, app: fake as unknown as App };
}

const make = (here: App) => makeLink(here, file, "hour", () => {});
const made = () => madeLinks(owner, 0);
const noted = async () => (await leftoversOf(owner)).flatMap(({ blobs }) => blobs);

/** Happens while a blob is on its way. */
let whileStoring = async () => {};

beforeEach(async () => {
  whileStoring = async () => {};
  const db = await database();
  await Promise.all([db.clear("leftovers"), db.clear("madeLinks")]);
  vi.stubGlobal("location", new URL("https://page.test"));
  vi.stubGlobal("fetch", async (_: string, { body }: { body: FormData }) => {
    await whileStoring();
    return Response.json({ data: { cid: String(body.get("name")) } });
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe("making a link", () => {
  it("stores the locked file, has the worker told of it, and is remembered", async () => {
    const { otp, app: here } = app();
    const { link, passcode } = await make(here);
    expect(link).toContain("https://page.test/link#shlink:/");
    expect(otp.makeLink).toHaveBeenCalledExactlyOnceWith(
      expect.stringContaining(chart),
      [expect.any(String)],
      passcode,
      3600,
    );
    expect(await made()).toEqual([
      expect.objectContaining({ id: "link", report: null, blobs: otp.makeLink.mock.calls[0]![1] }),
    ]);
  });

  it("ends when the keys are locked while the file is on its way", async () => {
    const { otp, keys, app: here } = app();
    whileStoring = async () => void (keys.account = null);
    await expect(make(here)).rejects.toThrow(LockedMeanwhileError);
    expect(otp.makeLink).not.toHaveBeenCalled();
    expect(await made()).toEqual([]);
  });

  it("leaves nothing stored when the worker makes no link, or its answer is lost", async () => {
    const { otp, app: here } = app();
    otp.makeLink.mockRejectedValueOnce(new Error("too many today"));
    await expect(make(here)).rejects.toThrow("too many today");
    const [upload, digests] = otp.makeLink.mock.calls[0]!;
    await vi.waitFor(() => expect(otp.unpin).toHaveBeenCalledExactlyOnceWith(upload, digests));
    await vi.waitFor(async () => expect(await noted()).toEqual([]));
  });

  it("leaves it to the next sign-in to remove what a closed tab had stored", async () => {
    const { otp, app: here } = app();
    otp.makeLink.mockRejectedValueOnce(new Error("away"));
    otp.unpin.mockRejectedValueOnce(new Error("away"));
    await expect(make(here)).rejects.toThrow("away");
    await vi.waitFor(() => expect(otp.unpin).toHaveBeenCalledOnce());
    expect(await noted()).toHaveLength(1);
    await vi.waitFor(async () => {
      await removeLeftovers(here);
      expect(await noted()).toEqual([]);
    });
  });

  it("has nothing removed of a link while it is being made, nor after", async () => {
    const { otp, app: here } = app();
    whileStoring = async () => {
      expect(await noted()).toHaveLength(1);
      await removeLeftovers(here);
    };
    await make(here);
    await removeLeftovers(here);
    expect(await noted()).toEqual([]);
    expect(otp.unpin).not.toHaveBeenCalled();
  });

  it("gives no link away whose blobs would be taken for left over", async () => {
    const { otp, app: here } = app();
    whileStoring = async () => {
      const db = await database();
      vi.spyOn(db, "transaction").mockImplementation(() => {
        throw new DOMException("The disk is full.", "QuotaExceededError");
      });
    };
    await expect(make(here)).rejects.toThrow("The disk is full.");
    expect(otp.makeLink).toHaveBeenCalledOnce();
  });
});
