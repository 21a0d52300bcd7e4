import { keyBundle, keyPossession } from "@chartkey/protocol/typed-data";
import { keccak256, padHex, slice, toHex, zeroAddress, type Hex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { describe, expect, it } from "vitest";
import { eventsOf } from "../support/events.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { keyPublication } from "../support/keys.ts";
import { location } from "../support/location.ts";
import { malleate } from "../support/malleate.ts";
import { world } from "../support/world.ts";

const MAX_BUNDLE = 2048;
const MAX_KEYRING = 8192;

const bytes = (size: number): Hex => padHex("0x01", { size });

describe("publishing a key", () => {
  for (const version of [0, 2]) {
    it(`is refused as version ${version} to an account without one`, async () => {
      const { newcomer } = await world();
      await expectRefusal(
        newcomer.registry.write.publishKey([await keyPublication(newcomer, { version })]),
        "KeyVersionMismatch",
        [newcomer.address, 1, version],
      );
    });
  }

  it("is refused a second time with the same version", async () => {
    const { patient } = await world();
    await expectRefusal(patient.registry.write.publishKey([await keyPublication(patient)]), "KeyVersionMismatch", [
      patient.address,
      2,
      1,
    ]);
  });

  for (const [name, lengths] of Object.entries({
    "an empty bundle": [0, 1],
    "an empty keyring": [1, 0],
    "a bundle over the limit": [MAX_BUNDLE + 1, 1],
    "a keyring over the limit": [1, MAX_KEYRING + 1],
  } as const)) {
    it(`is refused with ${name}`, async () => {
      const { newcomer } = await world();
      const [bundle, keyring] = lengths.map((length) => (length === 0 ? "0x" : bytes(length)));
      await expectRefusal(
        newcomer.registry.write.publishKey([await keyPublication(newcomer, { bundle, keyring })]),
        "KeyLengthOutOfRange",
        lengths.map(BigInt),
      );
    });
  }

  it("succeeds with bundle and keyring at the limit", async () => {
    const { newcomer } = await world();
    const longest = { bundle: bytes(MAX_BUNDLE), keyring: bytes(MAX_KEYRING) };
    await newcomer.registry.write.publishKey([await keyPublication(newcomer, longest)]);
    expect(await newcomer.registry.read.keyOf([newcomer.address])).toMatchObject([1, expect.any(String)]);
  });

  describe("given a proof of possession that is nobody's signature", () => {
    for (const [name, spoil] of Object.entries({
      empty: () => "0x" as Hex,
      "64 bytes": (signature: Hex) => slice(signature, 0, 64),
      "66 bytes": (signature: Hex) => `${signature}00` as Hex,
      "with a v that does not exist": (signature: Hex) => `${slice(signature, 0, 64)}1d` as Hex,
      malleated: malleate,
    })) {
      it(`is refused: ${name}`, async () => {
        const { newcomer } = await world();
        const key = await keyPublication(newcomer);
        await expectRefusal(
          newcomer.registry.write.publishKey([{ ...key, possession: spoil(key.possession) }]),
          "KeyPossessionInvalid",
          [newcomer.address],
        );
      });
    }
  });

  describe("given an account signature", () => {
    const digest = keccak256("0xb0");
    const variants = {
      "for another version": { version: 2 },
      "for another bundle": { bundleDigest: keccak256("0xb1") },
      "for another account": { account: zeroAddress },
      "for another chain": { chainId: 1 },
      "for another contract": { registry: zeroAddress },
    };
    for (const [name, change] of Object.entries(variants)) {
      it(`is refused when made ${name}`, async () => {
        const { newcomer, contracts } = await world();
        const { chainId, registry, ...message } = {
          ...location(contracts.registry),
          account: newcomer.address,
          version: 1,
          bundleDigest: digest,
          ...change,
        };
        const accountSignature = await newcomer.wallet.signTypedData(keyBundle({ chainId, registry }, message));
        await expectRefusal(
          newcomer.registry.write.publishKey([{ ...(await keyPublication(newcomer)), accountSignature }]),
          "KeyAccountSignatureInvalid",
          [newcomer.address],
        );
      });
    }

    it("is refused when it is the proof of possession instead", async () => {
      const { newcomer, contracts } = await world();
      const statement = { account: newcomer.address, version: 1, bundleDigest: digest };
      const accountSignature = await newcomer.wallet.signTypedData(
        keyPossession(location(contracts.registry), statement),
      );
      await expectRefusal(
        newcomer.registry.write.publishKey([{ ...(await keyPublication(newcomer)), accountSignature }]),
        "KeyAccountSignatureInvalid",
      );
    });

    it("is refused when malleated", async () => {
      const { newcomer } = await world();
      const key = await keyPublication(newcomer);
      await expectRefusal(
        newcomer.registry.write.publishKey([{ ...key, accountSignature: malleate(key.accountSignature) }]),
        "KeyAccountSignatureInvalid",
      );
    });
  });

  it("does not ask whose key proved possession: that is what readers compare with the bundle", async () => {
    const { patient } = await world();
    const key = await keyPublication(patient, { version: 2 });
    const { possession } = await keyPublication(patient, { version: 2 });
    await patient.registry.write.publishKey([{ ...key, possession }]);
    expect(await patient.registry.read.keyOf([patient.address])).toMatchObject([2, expect.any(String)]);
  });

  it("is about no other account", async () => {
    const { patient, otherPatient } = await world();
    const before = await patient.registry.read.keyOf([otherPatient.address]);
    await patient.registry.write.publishKey([await keyPublication(patient, { version: 2 })]);
    expect(await patient.registry.read.keyOf([otherPatient.address])).toEqual(before);
  });

  it("keeps the version and the encryption key's address, and emits all of it", async () => {
    const { patient } = await world();
    const encryptionKey = generatePrivateKey();
    const encryptionAddress = privateKeyToAccount(encryptionKey).address;
    const key = await keyPublication(patient, { version: 2, bundle: toHex("bundle"), encryptionKey });
    const events = await eventsOf(patient.registry.write.publishKey([key]));

    expect(events).toEqual([{ name: "KeyPublished", args: { account: patient.address, encryptionAddress, ...key } }]);
    expect(await patient.registry.read.keyOf([patient.address])).toEqual([2, encryptionAddress]);
  });
});

describe("an account that published nothing", () => {
  it("has version zero", async () => {
    const { stranger } = await world();
    expect(await stranger.registry.read.keyOf([stranger.address])).toEqual([0, zeroAddress]);
  });
});
