import "fake-indexeddb/auto";
import { keyBundleOf } from "@chartkey/protocol/bundle";
import { identityOfSeed, newSeed } from "@chartkey/protocol/seed";
import { bytesToHex, type Address, type Hex } from "viem";
import { describe, expect, it } from "vitest";
import type { App } from "../app.ts";
import { confirmKey, keyChange, KeyChangedError, publishedRecipient, recipientOf } from "./recipientOf.ts";

const address = (byte: string): Address => `0x${byte.repeat(20)}`;

type Published = { account: Address; version: number; bundle: Hex };

const newKey = (account: Address, version: number): Published => ({
  account,
  version,
  bundle: bytesToHex(keyBundleOf(identityOfSeed(newSeed()))),
});

/** Somebody's page, for which `published` is the newest key of whoever is asked about. */
function pageOf(me: Address, published: Published | null): App {
  return {
    network: { chainId: 1337, records: address("ee") },
    wallet: { client: { account: { address: me } } },
    chain: { network: {}, client: { readContract: async () => [published?.version ?? 0, address("cc")] } },
    history: { read: async () => published && { ...published, keyring: "0x00" } },
  } as unknown as App;
}

describe("someone to lock for", () => {
  it("is taken as they are at first, and must be confirmed once their key is another", async () => {
    const [me, them] = [address("01"), address("02")];
    const [first, second] = [newKey(them, 1), newKey(them, 2)];
    await recipientOf(pageOf(me, first), them);
    await recipientOf(pageOf(me, first), them);

    const changed = pageOf(me, second);
    await expect(recipientOf(changed, them)).rejects.toThrow(KeyChangedError);
    await expect(recipientOf(changed, them)).rejects.toThrow(KeyChangedError);
    const change = await keyChange(changed, them, await publishedRecipient(changed, them));
    expect(change?.isOtherWallet).toBe(false);
    await confirmKey(change!);
    await recipientOf(changed, them);
    await expect(recipientOf(pageOf(me, first), them)).rejects.toThrow(KeyChangedError);
  });

  it("is known to each person here by themself", async () => {
    const them = address("03");
    await recipientOf(pageOf(address("04"), newKey(them, 1)), them);
    await recipientOf(pageOf(address("05"), newKey(them, 2)), them);
    await expect(recipientOf(pageOf(address("04"), newKey(them, 2)), them)).rejects.toThrow(KeyChangedError);
  });

  it("must be confirmed when their chart went to another wallet", async () => {
    const [me, chart] = [address("06"), address("c1")];
    const [before, after] = [newKey(address("07"), 1), newKey(address("08"), 1)];
    await recipientOf(pageOf(me, before), before.account, chart);
    const page = pageOf(me, after);
    await expect(recipientOf(page, after.account, chart)).rejects.toThrow("another wallet");
    const change = await keyChange(page, chart, await publishedRecipient(page, after.account));
    expect(change?.isOtherWallet).toBe(true);
  });

  it("has published a key", async () => {
    await expect(recipientOf(pageOf(address("09"), null), address("0a"))).rejects.toMatchObject({
      explanation: { what: expect.stringMatching(/have not published a key/) as string },
    });
  });

  it("has no way to unlock where their keyring cannot be read", async () => {
    const { ways } = await recipientOf(pageOf(address("0b"), newKey(address("0c"), 1)), address("0c"));
    expect(ways).toBe(0);
  });
});
