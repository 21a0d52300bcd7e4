import fc from "fast-check";
import { bytesToHex } from "viem";
import { describe, expect, it } from "vitest";
import { newSeed } from "../src/seed.ts";
import {
  addUnlocker,
  createKeyring,
  ForeignKeyringError,
  KeyringAlteredError,
  KeyringTooLongError,
  KeyringWouldForgetError,
  openKeyring,
  parseKeyring,
  RecoveryCodeMissingError,
  removeUnlocker,
  RemovalWithoutNewKeyError,
  resealKeyring,
  UnlockerNotRemovedError,
  WrongUnlockerError,
  type NewUnlocker,
  type OpenKeyring,
} from "../src/keyring.ts";
import { KeyVersionTakenError, seedOf, withKey, type KeyringContents } from "../src/keyring-contents.ts";
import { InvalidUnlockerError, MalformedKeyringError, MAX_KEYRING } from "../src/keyring-format.ts";
import { newRecoveryCode, recoveryCodeSecret } from "../src/unlocker-recovery-code.ts";
import { patient, registryLocation, stranger } from "./helpers/actors.ts";
import { flipBit } from "./helpers/flip-bit.ts";

const place = { location: registryLocation, account: patient.account };
const contents = (versions = 1): KeyringContents => {
  const keys = Array.from({ length: versions }, (_, i) => ({
    account: patient.account,
    version: i + 1,
    seed: newSeed(),
  }));
  return { recoveryAuthoriser: newSeed(), keys };
};
const recoveryCode = (): NewUnlocker => ({
  kind: "recovery-code",
  parameters: new Uint8Array(),
  secret: recoveryCodeSecret(newRecoveryCode()),
  label: "On paper",
});
const passkey = (): NewUnlocker => ({
  kind: "passkey",
  parameters: newSeed(),
  secret: newSeed(),
  label: "Telephone",
});
const open = (sealed: Uint8Array, keyring: OpenKeyring, position: number, { secret }: NewUnlocker) =>
  openKeyring(place, sealed, { id: keyring.header.unlockers[position]!.id, secret });

describe("a keyring", () => {
  it("opens with each of its unlockers to what was put in", async () => {
    const anyContents = fc.record({
      recoveryAuthoriser: fc.uint8Array({ minLength: 32, maxLength: 32 }),
      keys: fc.uniqueArray(
        fc.record({
          account: fc.constantFrom(patient.account, stranger.account),
          version: fc.integer({ min: 1, max: 0xffff_ffff }),
          seed: fc.uint8Array({ minLength: 32, maxLength: 32 }),
        }),
        { maxLength: 20, selector: ({ account, version }) => `${account} ${version}` },
      ),
    });
    await fc.assert(
      fc.asyncProperty(anyContents, fc.integer({ min: 0, max: 3 }), async (inside, passkeys) => {
        const unlockers = [recoveryCode(), ...Array.from({ length: passkeys }, passkey)];
        const keyring = await createKeyring(place, { contents: inside as KeyringContents, unlockers });
        for (const [i, unlocker] of unlockers.entries()) {
          const opened = await open(keyring.sealed, keyring, i, unlocker);
          expect(opened.contents.recoveryAuthoriser).toEqual(inside.recoveryAuthoriser);
          expect(opened.contents.keys).toHaveLength(inside.keys.length);
          for (const { account, version, seed } of inside.keys) {
            expect(seedOf(opened.contents, account, version)).toEqual(seed);
          }
          expect(opened.labels).toEqual(keyring.labels);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("shows in clear which unlockers it has and nothing of what it holds", async () => {
    const unlockers = [recoveryCode(), passkey()];
    const inside = contents();
    const { sealed } = await createKeyring(place, { contents: inside, unlockers });
    const header = parseKeyring(sealed);
    expect(header).toMatchObject({ location: registryLocation, account: patient.account });
    expect(header.unlockers.map(({ kind, parameters }) => [kind, parameters])).toEqual([
      ["recovery-code", new Uint8Array()],
      ["passkey", unlockers[1]!.parameters],
    ]);
    const text = Buffer.from(sealed).toString("hex");
    for (const secret of [
      inside.keys[0]!.seed,
      inside.recoveryAuthoriser,
      unlockers[0]!.secret,
      unlockers[1]!.secret,
    ]) {
      expect(text).not.toContain(Buffer.from(secret).toString("hex"));
    }
    expect(Buffer.from(sealed).includes("On paper")).toBe(false);
  });

  it("stays closed to another secret, and to the right secret at another unlocker", async () => {
    const unlockers = [recoveryCode(), passkey()];
    const keyring = await createKeyring(place, { contents: contents(), unlockers });
    await expect(open(keyring.sealed, keyring, 0, recoveryCode())).rejects.toThrow(WrongUnlockerError);
    await expect(open(keyring.sealed, keyring, 1, unlockers[0]!)).rejects.toThrow(WrongUnlockerError);
    const unknown = { id: "0x0000000000000000", secret: unlockers[0]!.secret } as const;
    await expect(openKeyring(place, keyring.sealed, unknown)).rejects.toThrow(WrongUnlockerError);
  });

  it("is refused as that of another account, registry or chain", async () => {
    const unlocker = recoveryCode();
    const keyring = await createKeyring(place, { contents: contents(), unlockers: [unlocker] });
    const attempt = { id: keyring.header.unlockers[0]!.id, secret: unlocker.secret };
    for (const other of [
      { ...place, account: stranger.account },
      { ...place, location: { ...registryLocation, chainId: 1 } },
      { ...place, location: { ...registryLocation, registry: stranger.account } },
    ]) {
      await expect(openKeyring(other, keyring.sealed, attempt)).rejects.toThrow(ForeignKeyringError);
    }
  });

  it("is refused with any single bit changed", async () => {
    const unlockers = [recoveryCode(), passkey()];
    const keyring = await createKeyring(place, { contents: contents(), unlockers });
    const refusals = new Map<string, number>();
    for (let bit = 0; bit < keyring.sealed.length * 8; bit++) {
      const error: Error = await open(flipBit(keyring.sealed, bit), keyring, 0, unlockers[0]!).then(
        () => expect.fail(`bit ${bit} was not noticed`),
        (reason) => reason,
      );
      refusals.set(error.name, (refusals.get(error.name) ?? 0) + 1);
    }
    expect([...refusals.keys()].sort()).toEqual([
      "ForeignKeyringError",
      "KeyringAlteredError",
      "MalformedKeyringError",
      "WrongUnlockerError",
    ]);
  });

  it("is refused when cut anywhere or prolonged", async () => {
    const unlocker = recoveryCode();
    const keyring = await createKeyring(place, { contents: contents(), unlockers: [unlocker] });
    for (let length = 0; length < keyring.sealed.length; length++) {
      const cut = open(keyring.sealed.subarray(0, length), keyring, 0, unlocker);
      await expect(cut).rejects.toThrow(/This keyring (cannot be read|was altered)/);
    }
    const longer = new Uint8Array([...keyring.sealed, 0]);
    await expect(open(longer, keyring, 0, unlocker)).rejects.toThrow(KeyringAlteredError);
    expect(() => parseKeyring(new Uint8Array(MAX_KEYRING + 1))).toThrow(MalformedKeyringError);
  });

  it("is refused when two unlockers have one id", async () => {
    const { sealed } = await createKeyring(place, {
      contents: contents(),
      unlockers: [recoveryCode(), recoveryCode()],
    });
    const [first, second] = [86 + 1, 86 + 91 + 1];
    sealed.copyWithin(second, first, first + 8);
    expect(() => parseKeyring(sealed)).toThrow("names an unlocker twice");
  });

  it("needs a recovery code", async () => {
    await expect(createKeyring(place, { contents: contents(), unlockers: [passkey()] })).rejects.toThrow(
      RecoveryCodeMissingError,
    );
  });

  it("holds 90 key versions under three unlockers and refuses to grow past 4,096 bytes", async () => {
    const unlockers = [recoveryCode(), passkey(), passkey()];
    const { sealed } = await createKeyring(place, { contents: contents(90), unlockers });
    expect(sealed.length).toBeLessThanOrEqual(MAX_KEYRING);
    await expect(createKeyring(place, { contents: contents(120), unlockers })).rejects.toThrow(KeyringTooLongError);
  });

  it("refuses unlockers with too short a secret, too many parameters or too long a name", async () => {
    for (const wrong of [
      { secret: new Uint8Array(31) },
      { parameters: new Uint8Array(1025) },
      { label: "ab".repeat(33) },
    ]) {
      const unlockers = [{ ...recoveryCode(), ...wrong }];
      await expect(createKeyring(place, { contents: contents(), unlockers })).rejects.toThrow(InvalidUnlockerError);
    }
  });
});

describe("changing a keyring", () => {
  it("keeps every unlocker when a key version is added", async () => {
    const unlockers = [recoveryCode(), passkey()];
    const before = await createKeyring(place, { contents: contents(), unlockers });
    const after = await resealKeyring(
      before,
      withKey(before.contents, { account: patient.account, version: 2, seed: newSeed() }),
    );
    for (const [i, unlocker] of unlockers.entries()) {
      expect((await open(after.sealed, after, i, unlocker)).contents.keys).toHaveLength(2);
    }
    expect(bytesToHex(after.sealed)).not.toBe(bytesToHex(before.sealed));
  });

  it("never forgets a seed and never replaces one", async () => {
    const keyring = await createKeyring(place, { contents: contents(2), unlockers: [recoveryCode()] });
    const [first] = keyring.contents.keys;
    await expect(resealKeyring(keyring, { ...keyring.contents, keys: [first!] })).rejects.toThrow(
      KeyringWouldForgetError,
    );
    expect(() => withKey(keyring.contents, { ...first!, seed: newSeed() })).toThrow(KeyVersionTakenError);
  });

  it("lets an added unlocker in beside the others", async () => {
    const [code, added] = [recoveryCode(), passkey()];
    const before = await createKeyring(place, { contents: contents(), unlockers: [code] });
    const after = await addUnlocker(before, added);
    expect((await open(after.sealed, after, 1, added)).contents).toEqual(before.contents);
    expect((await open(after.sealed, after, 0, code)).contents).toEqual(before.contents);
    expect(Object.values(after.labels)).toEqual(["On paper", "Telephone"]);
  });

  describe("by removing an unlocker", () => {
    async function afterRemoval() {
      const [code, removed] = [recoveryCode(), passkey()];
      const before = await createKeyring(place, { contents: contents(), unlockers: [code, removed] });
      const next = withKey(before.contents, { account: patient.account, version: 2, seed: newSeed() });
      const remove = before.header.unlockers[1]!.id;
      const after = await removeUnlocker(before, { remove, remaining: [code], contents: next });
      return { code, removed, before, after, next, remove };
    }

    it("leaves the others in", async () => {
      const { code, after, next } = await afterRemoval();
      expect((await open(after.sealed, after, 0, code)).contents).toEqual(next);
    });

    it("leaves it nothing: neither its secret nor the old keyring key opens the new keyring", async () => {
      const { removed, before, after } = await afterRemoval();
      await expect(open(after.sealed, after, 0, removed)).rejects.toThrow(WrongUnlockerError);
      expect(after.keyringKey).not.toEqual(before.keyringKey);
      const ids = before.header.unlockers.map(({ id }) => id);
      expect(after.header.unlockers.some(({ id }) => ids.includes(id))).toBe(false);
    });

    it("refuses to keep the old key version as the newest", async () => {
      const { before, code, remove } = await afterRemoval();
      const removal = removeUnlocker(before, { remove, remaining: [code], contents: before.contents });
      await expect(removal).rejects.toThrow(RemovalWithoutNewKeyError);
    });

    it("refuses to forget the keys that old reports need", async () => {
      const { before, code, remove } = await afterRemoval();
      const removal = removeUnlocker(before, { remove, remaining: [code], contents: contents(2) });
      await expect(removal).rejects.toThrow(KeyringWouldForgetError);
    });

    it("refuses when nothing would be removed", async () => {
      const { before, code, removed, next, remove } = await afterRemoval();
      for (const attempt of [
        { remove: "0x0000000000000000" as const, remaining: [code] },
        { remove, remaining: [code, removed] },
      ]) {
        await expect(removeUnlocker(before, { ...attempt, contents: next })).rejects.toThrow(UnlockerNotRemovedError);
      }
    });
  });
});
