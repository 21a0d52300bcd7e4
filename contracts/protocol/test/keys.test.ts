import { secp256k1 } from "@noble/curves/secp256k1.js";
import fc from "fast-check";
import { bytesToHex, type Hex } from "viem";
import { privateKeyToAddress } from "viem/accounts";
import { describe, expect, it } from "vitest";
import { bundleDigestOf, keyBundleOf, keyFingerprint, MalformedKeyBundleError, parseKeyBundle } from "../src/bundle.ts";
import {
  AccountSignatureError,
  EncryptionAddressMismatchError,
  KeyPossessionError,
  ownKey,
  verifyKeyPublication,
} from "../src/key-publication.ts";
import { identityOfSeed, newSeed, SeedLengthError } from "../src/seed.ts";
import { doctorAttestation, keyBundle, keyPossession, type RegistryLocation } from "../src/typed-data.ts";
import { actor, patient, publicationOf, registryLocation, stranger } from "./helpers/actors.ts";

const elsewhere = { ...registryLocation, registry: "0x3333333333333333333333333333333333333333" as const };

describe("a seed", () => {
  it("always gives the same two key pairs, and other seeds give others", () => {
    const seed = newSeed();
    const [one, again, other] = [identityOfSeed(seed), identityOfSeed(seed), identityOfSeed(newSeed())];
    expect(one).toEqual(again);
    expect(one.secp256k1.secretKey).not.toEqual(other.secp256k1.secretKey);
    expect(one.mlKem768.publicKey).not.toEqual(other.mlKem768.publicKey);
  });

  it("gives the Ethereum address of its secp256k1 key", () => {
    const { secp256k1: pair, encryptionAddress } = patient.identity;
    expect(encryptionAddress).toBe(privateKeyToAddress(bytesToHex(pair.secretKey)).toLowerCase());
  });

  it("has 32 bytes", () => {
    for (const length of [0, 31, 33]) expect(() => identityOfSeed(new Uint8Array(length))).toThrow(SeedLengthError);
  });
});

describe("a key bundle", () => {
  const encoded = keyBundleOf(patient.identity);

  it("has 1,218 bytes and parses to the same keys", () => {
    expect(encoded.length).toBe(1218);
    const { secp256k1: classical, mlKem768 } = parseKeyBundle(encoded);
    expect(classical).toEqual(patient.identity.secp256k1.publicKey);
    expect(mlKem768).toEqual(new Uint8Array(patient.identity.mlKem768.publicKey));
  });

  it("is refused when cut, prolonged, of another suite, or when either key is no key", () => {
    const wrong = (change: (bytes: Uint8Array) => void) => {
      const copy = new Uint8Array(encoded);
      change(copy);
      return copy;
    };
    const refused = [
      encoded.subarray(1),
      encoded.subarray(0, -1),
      new Uint8Array([...encoded, 0]),
      new Uint8Array(),
      wrong((bytes) => (bytes[0] = 2)),
      wrong((bytes) => (bytes[1] = 4)),
      wrong((bytes) => bytes.fill(255, 2, 34)),
      wrong((bytes) => bytes.fill(255, 34, 37)),
      wrong((bytes) => (bytes[34 + 1152 - 1] = 255)),
    ];
    for (const bytes of refused) expect(() => parseKeyBundle(bytes)).toThrow(MalformedKeyBundleError);
  });

  it("has a fingerprint that depends on the account and on every key", () => {
    const fingerprint = keyFingerprint(patient.account, encoded);
    expect(fingerprint).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}( [0-9A-HJKMNP-TV-Z]{4}){4}$/);
    expect(keyFingerprint(patient.account.toUpperCase().replace("0X", "0x") as Hex, encoded)).toBe(fingerprint);
    expect(keyFingerprint(stranger.account, encoded)).not.toBe(fingerprint);
    expect(keyFingerprint(patient.account, keyBundleOf(stranger.identity))).not.toBe(fingerprint);
  });
});

describe("a key publication", () => {
  it("is verified and gives the key to wrap for", async () => {
    const verified = await verifyKeyPublication(registryLocation, await publicationOf(patient));
    expect(verified).toEqual(ownKey(patient, patient.identity));
    expect(verified.bundleDigest).toBe(bundleDigestOf(keyBundleOf(patient.identity)));
  });

  it("is refused on another chain, for another contract, account or version", async () => {
    const publication = await publicationOf(patient);
    const verify = (location: RegistryLocation, changes = {}) =>
      verifyKeyPublication(location, { ...publication, ...changes });
    await expect(verify(elsewhere)).rejects.toThrow(KeyPossessionError);
    await expect(verify({ ...registryLocation, chainId: 1 })).rejects.toThrow(KeyPossessionError);
    await expect(verify(registryLocation, { account: stranger.account })).rejects.toThrow(KeyPossessionError);
    await expect(verify(registryLocation, { version: 2 })).rejects.toThrow(KeyPossessionError);
  });

  it("is refused with a bundle swapped by the node that serves it", async () => {
    const publication = await publicationOf(patient);
    const swapped = bytesToHex(keyBundleOf(stranger.identity));
    await expect(verifyKeyPublication(registryLocation, { ...publication, bundle: swapped })).rejects.toThrow(
      EncryptionAddressMismatchError,
    );
    const { possession, encryptionAddress } = await publicationOf(stranger);
    const forged = { ...publication, bundle: swapped, possession, encryptionAddress };
    await expect(verifyKeyPublication(registryLocation, forged)).rejects.toThrow(KeyPossessionError);
  });

  it("is refused when only the post-quantum half is swapped", async () => {
    const publication = await publicationOf(patient);
    const bundle = keyBundleOf({ ...patient.identity, mlKem768: stranger.identity.mlKem768 });
    const forged = { ...publication, bundle: bytesToHex(bundle) };
    await expect(verifyKeyPublication(registryLocation, forged)).rejects.toThrow(KeyPossessionError);
  });

  it("is refused when the encryption key speaks but the account does not", async () => {
    const thief = { ...stranger, account: patient.account };
    const forged = await publicationOf(thief);
    await expect(verifyKeyPublication(registryLocation, forged)).rejects.toThrow(AccountSignatureError);
  });

  it("is refused with a signature of the wrong length or in its malleable form", async () => {
    const publication = await publicationOf(patient);
    const { possession } = publication;
    const s = BigInt(`0x${possession.slice(66, 130)}`);
    const high = (secp256k1.Point.Fn.ORDER - s).toString(16).padStart(64, "0");
    const malleated = `${possession.slice(0, 66)}${high}${possession.endsWith("1b") ? "1c" : "1b"}` as Hex;
    for (const wrong of [malleated, possession.slice(0, -2) as Hex, `${possession}00` as Hex, "0x"] as Hex[]) {
      await expect(verifyKeyPublication(registryLocation, { ...publication, possession: wrong })).rejects.toThrow(
        KeyPossessionError,
      );
    }
  });

  describe("of a contract account", () => {
    const contract = { ...patient, account: "0x4444444444444444444444444444444444444444" } as const;

    it("is accepted when asking the account says so, with the hash it should have signed", async () => {
      const publication = { ...(await publicationOf(contract)), accountSignature: "0xc0ffee" } as const;
      const questions: unknown[] = [];
      await verifyKeyPublication(registryLocation, publication, async (question) => questions.push(question) > 0);
      expect(questions).toMatchObject([{ account: contract.account, signature: "0xc0ffee" }]);
    });

    it("is refused when the account denies it or nobody can be asked", async () => {
      const publication = await publicationOf(contract);
      await expect(verifyKeyPublication(registryLocation, publication, async () => false)).rejects.toThrow(
        AccountSignatureError,
      );
      await expect(verifyKeyPublication(registryLocation, publication)).rejects.toThrow(AccountSignatureError);
    });
  });
});

describe("typed data", () => {
  it("names the domain that the registry checks", () => {
    const statement = { account: patient.account, version: 1, bundleDigest: `0x${"00".repeat(32)}` } as const;
    const domain = {
      name: "Chartkey Registry",
      version: "1",
      chainId: 1337,
      verifyingContract: registryLocation.registry,
    };
    expect(keyPossession(registryLocation, statement)).toMatchObject({ domain, primaryType: "KeyPossession" });
    expect(keyBundle(registryLocation, statement)).toMatchObject({ domain, primaryType: "KeyBundle" });
  });

  it("describes an attestation field by field as the contract does", () => {
    const attestation = {
      subject: actor("another doctor").account,
      licenceTag: `0x${"00".repeat(32)}`,
      professionalName: "Dr Example",
      specialty: "Cardiology",
      validUntil: 2n,
      issuedAt: 1n,
    } as const;
    const { types } = doctorAttestation(registryLocation, attestation);
    const fields = types.DoctorAttestation.map(({ name, type }) => `${type} ${name}`).join(",");
    expect(fields).toBe(
      "address subject,bytes32 licenceTag,string professionalName,string specialty,uint64 validUntil,uint64 issuedAt",
    );
  });
});

describe("bundles made of any bytes", () => {
  it("never parse to something that encodes differently", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 0, maxLength: 1300 }), (bytes) => {
        try {
          const { secp256k1: pair, mlKem768 } = parseKeyBundle(bytes);
          expect([1, ...pair, ...mlKem768]).toEqual([...bytes]);
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedKeyBundleError);
        }
      }),
    );
  });
});
