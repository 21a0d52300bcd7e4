import { bytesOfHex } from "@chartkey/protocol/bytes";
import { recoverChart, replaceRecoveryKey } from "@chartkey/protocol/chart-forms";
import { stopSharingEverything } from "@chartkey/protocol/consent-forms";
import { parseKeyring } from "@chartkey/protocol/keyring";
import { recoverTypedDataAddress, type Address, type Hex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { describe, expect, it } from "vitest";
import { createKeyringKeeper, type KeyDraft } from "./keyringKeeper.ts";

const location = { chainId: 1337, registry: "0x5FbDB2315678afecb367f032d93F642f64180aa3" as Address };
const origin = "https://chart.example";
const chart = `0x${"c1".repeat(20)}` as const;
const newAccount = () => privateKeyToAccount(generatePrivateKey()).address;
const passkey = { credentialId: new Uint8Array(32).fill(1), relyingParty: "chart.example" };
const passkeySecret = new Uint8Array(32).fill(2);

const replacement = { chart, epoch: 0, deadline: 9n };

/** Who signed that a recovery key shall replace another. */
async function signerOf(signed: { newRecoveryKey: Address; signature: Hex } | null): Promise<string> {
  if (!signed) throw new Error("There is nothing to replace.");
  const { newRecoveryKey, signature } = signed;
  const form = replaceRecoveryKey(location, { ...replacement, newRecoveryKey });
  return (await recoverTypedDataAddress({ ...form, signature })).toLowerCase();
}

const unlockedWith = async (account: Address, draft: KeyDraft, code: string) => {
  const keeper = createKeyringKeeper();
  await keeper.methods.unlockWithRecoveryCode({ location, account }, bytesOfHex(draft.keyring), draft, code);
  return keeper;
};

/** Somebody with a recovery code and a passkey. */
async function somebody() {
  const account = newAccount();
  const keeper = createKeyringKeeper();
  const { methods } = keeper;
  methods.beginFirst({ location, account }, origin);
  const code = methods.addNewCode();
  methods.addPasskey(passkey, passkeySecret, "Passkey");
  const draft = await methods.sealDraft();
  methods.adoptSealed();
  return { account, keeper, methods, code, draft };
}

describe("the keeper of the keyring", () => {
  it("seals nothing with fewer than two ways to unlock", async () => {
    const { methods } = createKeyringKeeper();
    methods.beginFirst({ location, account: newAccount() }, origin);
    methods.addNewCode();
    await expect(methods.sealDraft()).rejects.toThrow("Two ways to unlock are needed");
  });

  it("seals nothing without a recovery code", async () => {
    const { methods } = createKeyringKeeper();
    methods.beginFirst({ location, account: newAccount() }, origin);
    methods.addPasskey(passkey, passkeySecret, "Passkey");
    methods.addPasskey({ ...passkey, credentialId: new Uint8Array(8) }, new Uint8Array(32).fill(3), "Passkey");
    await expect(methods.sealDraft()).rejects.toThrow("needs a recovery code");
  });

  it("uses a keyring only once it is published", async () => {
    const { methods } = createKeyringKeeper();
    methods.beginFirst({ location, account: newAccount() }, origin);
    methods.addNewCode();
    methods.addNewCode();
    await methods.sealDraft();
    expect(() => methods.authoriser()).toThrow("Your keys are locked");
    methods.adoptSealed();
    expect(methods.waysToUnlock().map(({ label }) => label)).toEqual(["Recovery code", "Second recovery code"]);
  });

  it("opens with the passkey's answer, and names the passkey only to its own site", async () => {
    const { account, draft } = await somebody();
    const sealed = bytesOfHex(draft.keyring);
    const { methods } = createKeyringKeeper();
    await methods.unlockWithPasskey({ location, account }, sealed, draft, passkeySecret);
    expect(methods.accounts()).toEqual([account.toLowerCase()]);
    expect(methods.passkeysOf(sealed, "chart.example")).toMatchObject([passkey]);
    expect(methods.passkeysOf(sealed, "evil.example")).toEqual([]);
  });

  it("adds a way to unlock, and the ways of before stay", async () => {
    const { account, methods, code, draft } = await somebody();
    methods.beginNext("more", origin);
    const second = methods.addNewCode();
    const next = await methods.sealDraft();
    expect(next).toMatchObject({ version: 2, authoriser: draft.authoriser });
    expect(next.encryptionAddress).not.toBe(draft.encryptionAddress);
    for (const each of [code, second]) await unlockedWith(account, next, each);
    expect(parseKeyring(bytesOfHex(next.keyring)).unlockers).toHaveLength(3);
  });

  it("opens nothing new for a way that was removed, which had the recovery key, too", async () => {
    const { account, keeper, methods, code, draft } = await somebody();
    methods.beginNext("renewed", origin);
    const fresh = methods.addNewCode();
    methods.addPasskey(passkey, new Uint8Array(32).fill(9), "Passkey");
    const next = await methods.sealDraft();
    const signed = methods.signAuthoriserReplacement(location, replacement);
    methods.adoptSealed();

    await expect(unlockedWith(account, next, code)).rejects.toThrow("does not open your keys");
    await expect(
      createKeyringKeeper().methods.unlockWithPasskey(
        { location, account },
        bytesOfHex(next.keyring),
        next,
        passkeySecret,
      ),
    ).rejects.toThrow("does not open your keys");
    await unlockedWith(account, next, fresh);
    // What was sealed for the first key stays readable to its owner.
    expect(keeper.identityOf(account, 1)?.encryptionAddress).toBe(draft.encryptionAddress);
    expect(keeper.identityOf(account, 2)?.encryptionAddress).toBe(next.encryptionAddress);

    expect(next.authoriser).not.toBe(draft.authoriser);
    expect(await signerOf(signed)).toBe(draft.authoriser);
    expect(signed?.newRecoveryKey).toBe(next.authoriser);
    // Also later, as long as the tab knows both.
    expect(methods.signAuthoriserReplacement(location, replacement)).toEqual(signed);
  });

  it("signs for the recovery key of before though the tab was closed, given a code of then", async () => {
    const { account, methods, code, draft } = await somebody();
    methods.beginNext("renewed", origin);
    await methods.keepCode(code);
    methods.addNewCode();
    const next = await methods.sealDraft();

    const later = (await unlockedWith(account, next, code)).methods;
    expect(later.signAuthoriserReplacement(location, replacement)).toBe(null);
    const place = { location, account };
    const earlier = bytesOfHex(draft.keyring);
    expect(await later.rememberFormer(place, earlier, code, next.authoriser)).toBe(false);
    expect(await later.rememberFormer(place, earlier, code, draft.authoriser)).toBe(true);
    expect(await signerOf(later.signAuthoriserReplacement(location, replacement))).toBe(draft.authoriser);
  });

  it("keeps no code that does not open the present keyring, and none twice", async () => {
    const [{ methods, code }, other] = [await somebody(), await somebody()];
    methods.beginNext("renewed", origin);
    await expect(methods.keepCode(other.code)).rejects.toThrow("does not open your keys");
    await methods.keepCode(code);
    await expect(methods.keepCode(code)).rejects.toThrow("typed already");
  });

  it("lets another wallet take over what a code opens, and nothing that it does not open", async () => {
    const [lost, other] = [await somebody(), await somebody()];
    const candidates = [other, lost].map(({ account, draft }) => ({
      place: { location, account },
      sealed: bytesOfHex(draft.keyring),
      authoriser: draft.authoriser,
    }));
    const account = newAccount();
    const keeper = createKeyringKeeper();
    const { methods } = keeper;
    expect(await methods.findKeyring(candidates.slice(0, 1), lost.code)).toBe(null);
    expect(() => methods.beginTakeover({ location, account }, origin)).toThrow("locked");

    const malformed = { ...candidates[0]!, sealed: new Uint8Array(9) };
    const replaced = candidates.map((each) => ({ ...each, authoriser: other.draft.authoriser }));
    expect(await methods.findKeyring(replaced, lost.code)).toBe(null);
    expect(await methods.findKeyring([malformed, ...candidates], lost.code)).toBe(lost.account.toLowerCase());
    methods.beginTakeover({ location, account }, origin);
    const code = methods.addNewCode();
    methods.addNewCode();
    const draft = await methods.sealDraft();
    methods.adoptSealed();
    expect(draft.authoriser).toBe(lost.draft.authoriser);
    expect(methods.accounts()).toEqual([lost.account, account].map((each) => each.toLowerCase()));
    expect(keeper.identityOf(lost.account, 1)?.encryptionAddress).toBe(lost.draft.encryptionAddress);
    await unlockedWith(account, draft, code);

    const recovery = { chart, newHolder: account, nonce: 0n, deadline: 9n };
    const signature = methods.signRecovery(location, recovery);
    const signer = await recoverTypedDataAddress({ ...recoverChart(location, recovery), signature });
    expect(signer.toLowerCase()).toBe(lost.draft.authoriser);
  });

  it("lets another wallet take over by the passkey alone, unless it was removed", async () => {
    const [lost, other] = [await somebody(), await somebody()];
    const candidates = [lost].map(({ account, draft }) => ({
      place: { location, account },
      sealed: bytesOfHex(draft.keyring),
      authoriser: draft.authoriser,
    }));
    const { methods } = createKeyringKeeper();
    expect(await methods.findKeyringOfPasskey(candidates, new Uint8Array(32).fill(9))).toBe(null);
    const replaced = candidates.map((each) => ({ ...each, authoriser: other.draft.authoriser }));
    expect(await methods.findKeyringOfPasskey(replaced, passkeySecret)).toBe(null);
    expect(await methods.findKeyringOfPasskey(candidates, passkeySecret)).toBe(lost.account.toLowerCase());
    methods.beginTakeover({ location, account: newAccount() }, origin);
    methods.addNewCode();
    methods.addNewCode();
    expect((await methods.sealDraft()).authoriser).toBe(lost.draft.authoriser);
  });

  it("stops what a lost wallet shared as soon as its keyring is found, and signs nothing before", async () => {
    const lost = await somebody();
    const { methods } = createKeyringKeeper();
    const records = { chainId: 1337, records: newAccount() };
    const stopped = { chart, reader: newAccount(), counter: 2, epoch: 1, deadline: 9n };
    expect(() => methods.signStopOfEverything(records, stopped)).toThrow("locked");
    const candidate = { place: { location, account: lost.account }, sealed: bytesOfHex(lost.draft.keyring) };
    await methods.findKeyring([{ ...candidate, authoriser: lost.draft.authoriser }], lost.code);
    const signature = methods.signStopOfEverything(records, stopped);
    const signer = await recoverTypedDataAddress({ ...stopSharingEverything(records, stopped), signature });
    expect(signer.toLowerCase()).toBe(lost.draft.authoriser);
  });
});
