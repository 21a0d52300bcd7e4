import "fake-indexeddb/auto";
import { bundleDigestOf } from "@chartkey/protocol/bundle";
import { bytesOfHex } from "@chartkey/protocol/bytes";
import { cidOfDigest, digestOf } from "@chartkey/protocol/cid";
import { encodeKeyCopy } from "@chartkey/protocol/key-copy";
import type { PublishedKey } from "@chartkey/protocol/key-publication";
import { keyBundle } from "@chartkey/protocol/typed-data";
import type { Address, Hex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { App } from "../app.ts";
import { KeyCopies } from "../keyCopies.svelte.ts";
import { createKeyringKeeper, type KeyDraft } from "../keys/keyringKeeper.ts";
import { knownKeyCopy } from "../storage/keyCopies.ts";
import { ownerKey } from "../storage/owner.ts";
import { keyCopyOf, publishedKey, storeKeyCopy, useKeyCopy } from "./keyCopy.ts";
import { answerFrom, type BlobStore } from "./test/blobStore.ts";
import { KeyringGoneError, keyWithKeyring, unlockWithRecoveryCode, waysToUnlock } from "./unlock.ts";

const network = {
  chainId: 1337,
  registry: "0x5FbDB2315678afecb367f032d93F642f64180aa3" as Address,
  records: "0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512" as Address,
  gatewayUrls: ["https://gateway.example/"],
  rpcUrls: ["https://node.example/"],
  local: false,
};

/** What the store has, by its address. */
let store: BlobStore = new Map();
let isStoreAway = false;

beforeEach(() => {
  store = new Map();
  isStoreAway = false;
  vi.stubGlobal("location", { origin: "https://chart.example", hostname: "chart.example" });
  vi.stubGlobal("fetch", async (url: string, request: { body?: FormData }) =>
    isStoreAway ? new Response(null, { status: 503 }) : answerFrom(store, url, request),
  );
  const { setTimeout } = globalThis;
  vi.stubGlobal("setTimeout", (then: () => void, milliseconds = 0) => setTimeout(then, milliseconds / 100));
});
afterEach(() => vi.unstubAllGlobals());

/** Somebody's page and their key; `record` is what the public record answers, which nodes and index may have lost. */
async function somebody() {
  const owner = privateKeyToAccount(generatePrivateKey());
  const account = owner.address;
  const keeper = createKeyringKeeper();
  const { methods } = keeper;
  methods.beginFirst({ location: network, account }, "https://chart.example");
  const code = methods.addNewCode();
  methods.addNewCode();
  const draft = await methods.sealDraft();
  const published = await publicationOf(owner, draft);
  const page = { record: async (): Promise<PublishedKey | null> => published, registered: draft as KeyDraft };
  const unlocked = vi.fn();
  const app = {
    network,
    wallet: { account, client: { account: { address: account } } },
    chain: {
      network,
      client: { readContract: async () => [page.registered.version, page.registered.encryptionAddress] },
    },
    history: { read: () => page.record() },
    keys: { holder: createKeyringKeeper().methods, unlocked, lock: vi.fn() },
    otp: {
      account: account as Address | null,
      signIn: vi.fn(async () => {}),
      tickets: async (_: null, sizes: number[]) => sizes.map(() => ({ url: "https://store.example/" })),
    },
  };
  const copy = encodeKeyCopy(network, published);
  const address = cidOfDigest(await digestOf(copy));
  return { owner, account, code, draft, published, page, app: app as unknown as App, fake: app, copy, address };
}

async function publicationOf(owner: ReturnType<typeof privateKeyToAccount>, draft: KeyDraft): Promise<PublishedKey> {
  const { version, encryptionAddress, bundle, keyring, possession } = draft;
  const statement = { account: owner.address, version, bundleDigest: bundleDigestOf(bytesOfHex(bundle)) };
  const accountSignature = await owner.signTypedData(keyBundle(network, statement));
  return { account: owner.address, version, encryptionAddress, bundle, keyring, possession, accountSignature };
}

/** Neither the index nor a node has the event any more. */
const nothing = async () => null;

describe("the copy of a key in the store", () => {
  it("is what the public record says, at the address that everyone can compute from it", async () => {
    const { app, copy, address } = await somebody();
    expect(await keyCopyOf(app)).toEqual({ address, isStored: false });
    expect(await storeKeyCopy(app, () => {})).toBe(address);
    expect(store.get(address)).toEqual(copy);
    expect(await keyCopyOf(app)).toEqual({ address, isStored: true });
  });

  it("asks to sign in where nobody is", async () => {
    const { app, fake } = await somebody();
    fake.otp.account = null;
    const steps: string[] = [];
    await storeKeyCopy(app, ({ step }) => steps.push(step));
    expect(fake.otp.signIn).toHaveBeenCalledOnce();
    expect(steps).toEqual(["signing-in", "storing"]);
  });

  it.each([
    ["has lost the event", nothing],
    ["cannot be asked", () => Promise.reject(new Error("away"))],
  ])("opens the keyring on a device that knows of it when the public record %s", async (_, record) => {
    const { app, page, fake, code, account } = await somebody();
    await storeKeyCopy(app, () => {});
    page.record = record;
    expect([...(await waysToUnlock(app))]).toEqual(["recovery-code"]);
    await unlockWithRecoveryCode(app, code);
    expect(fake.keys.unlocked).toHaveBeenCalledWith(account);
  });

  it("opens the keyring on another device for whoever noted its address", async () => {
    const { app, page, account, draft, copy, address, fake, code } = await somebody();
    store.set(address, copy);
    page.record = nothing;
    await expect(waysToUnlock(app)).rejects.toThrow(KeyringGoneError);
    await expect(keyWithKeyring(app, account, draft)).rejects.toThrow(KeyringGoneError);
    await useKeyCopy(app, ` ${address} `);
    expect(await keyWithKeyring(app, account, draft)).toMatchObject({ keyring: draft.keyring });
    await unlockWithRecoveryCode(app, code);
    expect(fake.keys.unlocked).toHaveBeenCalledOnce();
  });

  it("is refused by an address that is none, that nothing is at, or that something else is at", async () => {
    const { app, copy, address } = await somebody();
    await expect(useKeyCopy(app, "bafy")).rejects.toThrow("not the address of a copy");
    await expect(useKeyCopy(app, address)).rejects.toThrow("does not have this any more");
    store.set(address, copy.with(90, 0));
    await expect(useKeyCopy(app, address)).rejects.toThrow("does not have this any more");
    const other = Uint8Array.of(1, 2, 3);
    const elsewhere = cidOfDigest(await digestOf(other));
    store.set(elsewhere, other);
    await expect(useKeyCopy(app, elsewhere)).rejects.toThrow("no copy of a key");
  });

  it("counts only for its own account, and only while the registry names its version and its key", async () => {
    const [mine, theirs] = [await somebody(), await somebody()];
    for (const { address, copy } of [mine, theirs]) store.set(address, copy);
    await expect(useKeyCopy(mine.app, theirs.address)).rejects.toThrow("another account");
    for (const registered of [
      { ...mine.draft, version: 2 },
      { ...mine.draft, encryptionAddress: theirs.draft.encryptionAddress },
    ]) {
      mine.page.registered = registered;
      await expect(useKeyCopy(mine.app, mine.address)).rejects.toThrow("an earlier key");
    }
    mine.page.registered = mine.draft;
    await useKeyCopy(mine.app, mine.address);
  });

  it("does not count when another account signed it", async () => {
    const [mine, thief] = [await somebody(), await somebody()];
    const { accountSignature } = await publicationOf(thief.owner, mine.draft);
    const forged = encodeKeyCopy(network, { ...mine.published, accountSignature });
    const address = cidOfDigest(await digestOf(forged));
    store.set(address, forged);
    await expect(useKeyCopy(mine.app, address)).rejects.toThrow("was not signed by that account");
  });

  it("is not made of what the index says where the registry names another key, or the account did not sign it", async () => {
    const [mine, thief] = [await somebody(), await somebody()];
    const { accountSignature } = await publicationOf(thief.owner, mine.draft);
    const { bundle, encryptionAddress, possession } = thief.draft;
    for (const said of [{ accountSignature }, { bundle, encryptionAddress, possession }, { bundle, possession }]) {
      mine.page.record = async () => ({ ...mine.published, ...said });
      await expect(storeKeyCopy(mine.app, () => {})).rejects.toThrow();
      await expect(keyCopyOf(mine.app)).rejects.toThrow();
    }
    expect(store.size).toBe(0);
  });

  it("opens nothing with a keyring that was put in the place of the right one", async () => {
    const [mine, other] = [await somebody(), await somebody()];
    const keyring: Hex = other.draft.keyring;
    const forged = encodeKeyCopy(network, { ...mine.published, keyring });
    const address = cidOfDigest(await digestOf(forged));
    store.set(address, forged);
    mine.page.record = nothing;
    await useKeyCopy(mine.app, address);
    await expect(unlockWithRecoveryCode(mine.app, mine.code)).rejects.toThrow();
    await expect(unlockWithRecoveryCode(mine.app, other.code)).rejects.toThrow();
    expect(mine.fake.keys.unlocked).not.toHaveBeenCalled();
  });

  it("is not waited for by what publishes a key, and is offered again where it failed", async () => {
    const { app, fake, page, address, published } = await somebody();
    // Nobody else has to know of it yet.
    page.record = nothing;
    const copies = new KeyCopies();
    fake.otp.account = null;
    await copies.afterPublishing(app, published);
    expect([copies.isMissing, fake.otp.signIn.mock.calls.length]).toEqual([true, 0]);

    fake.otp.account = app.wallet.account;
    isStoreAway = true;
    await copies.afterSignIn(app);
    expect(copies.isMissing).toBe(true);
    isStoreAway = false;
    await copies.afterPublishing(app, published);
    expect([copies.isMissing, store.has(address)]).toEqual([false, true]);
  });

  it("is stored when somebody signs in later, unless another account is chosen meanwhile", async () => {
    const { app, fake, address, published } = await somebody();
    const copies = new KeyCopies();
    for (const isChangedMeanwhile of [true, false]) {
      fake.otp.account = null;
      await copies.afterPublishing(app, published);
      if (isChangedMeanwhile) copies.settle();
      fake.otp.account = app.wallet.account;
      await copies.afterSignIn(app);
      expect([copies.isMissing, store.has(address)]).toEqual([false, !isChangedMeanwhile]);
    }
  });

  it("is remembered for its own account when another one is chosen on the way, which is told of nothing", async () => {
    const [mine, theirs] = [await somebody(), await somebody()];
    const { app, fake, published } = mine;
    const known = (account: Address) => knownKeyCopy(ownerKey(app.network, account));
    fake.otp.tickets = async (_, sizes) => {
      fake.wallet.account = fake.wallet.client.account.address = theirs.account;
      return sizes.map(() => ({ url: "https://store.example/" }));
    };
    await storeKeyCopy(app, () => {});
    expect([await known(mine.account), await known(theirs.account)]).toEqual([await digestOf(mine.copy), null]);

    const copies = new KeyCopies();
    for (const isAway of [false, true]) {
      fake.wallet.account = fake.wallet.client.account.address = mine.account;
      isStoreAway = isAway;
      await copies.afterPublishing(app, published);
      expect([copies.isMissing, copies.attempts]).toEqual([false, 0]);
    }
    expect(await known(theirs.account)).toBe(null);
  });

  it("is not there for an account without a key", async () => {
    const { app, page } = await somebody();
    page.registered = { ...page.registered, version: 0 };
    expect(await keyCopyOf(app)).toBe(null);
    expect(await publishedKey(app, app.wallet.account!, { version: 0, encryptionAddress: network.registry })).toBe(
      null,
    );
    await expect(storeKeyCopy(app, () => {})).rejects.toThrow("no key yet");
  });
});
