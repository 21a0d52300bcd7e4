import "fake-indexeddb/auto";
import { zeroAddress, type Hex } from "viem";
import { describe, expect, it, vi } from "vitest";
import type { App } from "#lib/app.ts";
import type { KnownLink } from "#lib/otp/otp.svelte.ts";
import { madeLinks, rememberMadeLink } from "#lib/storage/madeLinks.ts";
import { ownerKey } from "#lib/storage/owner.ts";
import { listedLinks, MadeLinks } from "./madeLinks.svelte.ts";

const NOW = 1_800_000_000;
const report = `0x${"ab".repeat(32)}` as const;
const made = {
  owner: "1337:0x:0x",
  id: "a",
  report,
  madeAt: NOW - 100,
  expiresAt: NOW + 100,
  endedAt: null,
  upload: report,
  blobs: [],
};
const known = { id: "a", madeAt: NOW - 100, expiresAt: NOW + 100, endedAt: null, opened: 2, triesLeft: 5 };
const stateOf = (...given: Parameters<typeof listedLinks>) => listedLinks(...given).map(({ state }) => state);

describe("the links a patient made", () => {
  it("are not said to work before the worker was asked", () => {
    expect(listedLinks([made], null, NOW)).toEqual([
      expect.objectContaining({ id: "a", of: { report }, state: "unknown", opened: null }),
    ]);
  });

  it("have what this device remembers and what the worker counted", () => {
    expect(listedLinks([made], [known], NOW)).toEqual([
      expect.objectContaining({ id: "a", of: expect.objectContaining({ report }), state: "works", opened: 2 }),
    ]);
  });

  it.each([
    ["ended", { endedAt: NOW - 1 }],
    ["ended", { endedAt: NOW - 1, triesLeft: 0 }],
    ["used-up", { triesLeft: 0 }],
    ["works", { expiresAt: NOW - 1 }], // by this device's clock, which is fast
  ])("are %s as the worker says", (state, changes) => {
    expect(stateOf([made], [{ ...known, ...changes }], NOW)).toEqual([state]);
  });

  it("are over when they expired, or when the worker that was asked has none", () => {
    expect(stateOf([{ ...made, expiresAt: NOW }], null, NOW)).toEqual(["over"]);
    expect(stateOf([made], [], NOW)).toEqual(["over"]);
  });

  it("are not listed when they have been over for more than a week", () => {
    const week = 7 * 24 * 3600;
    expect(stateOf([{ ...made, expiresAt: NOW - week }], null, NOW)).toEqual(["over"]);
    expect(stateOf([{ ...made, expiresAt: NOW - week - 1 }], null, NOW)).toEqual([]);
  });

  it("are known to be ended where they were", () => {
    expect(stateOf([{ ...made, endedAt: NOW - 1 }], null, NOW)).toEqual(["ended"]);
  });

  it("are listed when another device made them, the newest first", () => {
    const elsewhere = { ...known, id: "b", madeAt: NOW };
    expect(listedLinks([made], [elsewhere, known], NOW).map(({ id, of }) => [id, of === undefined])).toEqual([
      ["b", true],
      ["a", false],
    ]);
  });
});

const network = { chainId: 1337, records: zeroAddress };
const owner = ownerKey(network as never, zeroAddress);
const wallet = { account: zeroAddress, client: { account: { address: zeroAddress } } };

describe("the page of links", () => {
  it("lists what this device remembers also where the worker does not answer, and can ask again", async () => {
    const now = Math.floor(Date.now() / 1000);
    await rememberMadeLink({ ...made, owner, madeAt: now - 100, expiresAt: now + 100 });
    const links = vi.fn<() => Promise<KnownLink[]>>().mockRejectedValueOnce(new TypeError("Failed to fetch"));
    const page = new MadeLinks({ network, otp: { account: zeroAddress, links }, wallet } as unknown as App);
    await page.open();
    expect(page).toMatchObject({
      links: [{ state: "unknown" }],
      isAsked: false,
      error: expect.any(TypeError) as Error,
    });
    links.mockResolvedValue([]);
    await page.ask();
    expect(page).toMatchObject({ links: [{ state: "over" }], isAsked: true, error: null });
  });

  it("asks nobody where nobody is signed in", async () => {
    const links = vi.fn();
    const page = new MadeLinks({ network, otp: { account: null, links }, wallet } as unknown as App);
    await page.open();
    expect([page.links !== null, page.isAsked, links.mock.calls.length]).toEqual([true, false, 0]);
  });
});

describe("what is stored for a link", () => {
  const blob: Hex = `0x${"b1".repeat(32)}`;
  const now = Math.floor(Date.now() / 1000);
  const works: KnownLink = { ...known, madeAt: now - 100, expiresAt: now + 100 };

  /** Which blobs are removed when the worker gives these answers one after the other, each to a page that was just opened. */
  async function removedAfter(...answers: KnownLink[][]): Promise<Hex[]> {
    await rememberMadeLink({ ...made, owner, madeAt: now - 100, expiresAt: now + 100, blobs: [blob] });
    const unpin = vi.fn(async (_: Hex, __: Hex[]) => {});
    for (const answer of answers) {
      const otp = { account: zeroAddress, links: async () => answer, unpin };
      await new MadeLinks({ network, otp, wallet } as unknown as App).ask();
    }
    const removed = unpin.mock.calls.flatMap(([, blobs]) => blobs);
    expect((await madeLinks(owner, now))[0]?.blobs).toEqual(removed.length > 0 ? [] : [blob]);
    return removed;
  }

  it("stays while the worker lists it, also where the clock of this device is fast", async () => {
    expect(await removedAfter([works], [{ ...works, expiresAt: now - 60 }])).toEqual([]);
  });

  it.each([
    ["ended", [{ ...works, endedAt: now }]],
    ["unknown to the worker", []],
  ])("is removed when the link is %s", async (_, answer) => {
    expect(await removedAfter(answer)).toEqual([blob]);
  });

  it("is removed for used-up tries at a second look only, for the last one may have been right", async () => {
    const usedUp = [{ ...works, triesLeft: 0 }];
    expect(await removedAfter(usedUp)).toEqual([]);
    expect(await removedAfter(usedUp, [{ ...works, triesLeft: 1 }], usedUp)).toEqual([]);
    expect(await removedAfter(usedUp, usedUp)).toEqual([blob]);
  });
});
