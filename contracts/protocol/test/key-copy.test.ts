import { bytesToHex } from "viem";
import { beforeAll, describe, expect, it } from "vitest";
import { MalformedKeyBundleError } from "../src/bundle.ts";
import { bytesOfHex, joinBytes, type Bytes } from "../src/bytes.ts";
import { digestOf } from "../src/cid.ts";
import { IntegerRangeError } from "../src/integers.ts";
import { encodeKeyCopy, MalformedKeyCopyError, parseKeyCopy } from "../src/key-copy.ts";
import {
  AccountSignatureError,
  KeyPossessionError,
  verifyKeyPublication,
  type PublishedKey,
} from "../src/key-publication.ts";
import { doctor, patient, publicationOf, registryLocation } from "./helpers/actors.ts";
import { flipBit } from "./helpers/flip-bit.ts";

let key: PublishedKey;
let copy: Bytes;
beforeAll(async () => {
  key = { ...(await publicationOf(patient)), keyring: `0x${"5e".repeat(700)}` };
  copy = encodeKeyCopy(registryLocation, key);
});

describe("a copy of a key", () => {
  it("says what the event says, and gives a key that can be verified", async () => {
    const parsed = parseKeyCopy(registryLocation, copy);
    expect(parsed).toEqual({ ...key, encryptionAddress: key.encryptionAddress.toLowerCase() });
    expect((await verifyKeyPublication(registryLocation, parsed)).version).toBe(1);
  });

  it("is the same bytes however the event writes its addresses, so that everyone knows its address", async () => {
    const again = encodeKeyCopy(registryLocation, { ...key, account: patient.wallet.address });
    expect(await digestOf(again)).toBe(await digestOf(copy));
    const other = encodeKeyCopy(registryLocation, { ...key, version: 2 });
    expect(await digestOf(other)).not.toBe(await digestOf(copy));
  });

  it("is refused on another chain and for another registry", () => {
    const { chainId, registry } = registryLocation;
    expect(() => parseKeyCopy({ chainId: chainId + 1, registry }, copy)).toThrow("of another network");
    expect(() => parseKeyCopy({ chainId, registry: doctor.account }, copy)).toThrow("of another network");
  });

  it("is refused when anything precedes, follows or is missing, wherever it is cut", () => {
    for (const wrong of [joinBytes(Uint8Array.of(0), copy), joinBytes(copy, Uint8Array.of(0)), new Uint8Array()]) {
      expect(() => parseKeyCopy(registryLocation, wrong)).toThrow(MalformedKeyCopyError);
    }
    for (let length = 0; length < copy.length; length++) {
      expect(() => parseKeyCopy(registryLocation, copy.slice(0, length)), String(length)).toThrow(
        MalformedKeyCopyError,
      );
    }
    expect(() => parseKeyCopy(registryLocation, copy.with(0, 0))).toThrow("does not begin like one");
    expect(() => parseKeyCopy(registryLocation, copy.with(4, 2))).toThrow("format is unknown");
  });

  it("with another's key in it is refused as a key", async () => {
    const { bundle, possession, encryptionAddress } = await publicationOf(doctor);
    const swapped = parseKeyCopy(registryLocation, encodeKeyCopy(registryLocation, { ...key, bundle }));
    await expect(verifyKeyPublication(registryLocation, swapped)).rejects.toThrow(KeyPossessionError);
    const forged = { ...key, bundle, possession, encryptionAddress };
    const parsed = parseKeyCopy(registryLocation, encodeKeyCopy(registryLocation, forged));
    await expect(verifyKeyPublication(registryLocation, parsed)).rejects.toThrow(/KeyPossession|does not prove/);
    const unsigned = parseKeyCopy(
      registryLocation,
      encodeKeyCopy(registryLocation, { ...key, accountSignature: "0x" }),
    );
    await expect(verifyKeyPublication(registryLocation, unsigned)).rejects.toThrow(AccountSignatureError);
  });

  it("never passes as the same key with one bit of its bundle or signatures changed", async () => {
    const keyring = bytesOfHex(key.keyring);
    const from = copy.length - 65 - 2 - 65 - 2 - keyring.length;
    // Every bit of what precedes the keyring would take long; one of every seventh byte is as good.
    for (let at = 0; at < copy.length; at += 7) {
      if (at >= from - 2 && at < from + keyring.length) continue;
      const flipped = flipBit(copy, at * 8 + (at % 8));
      await expect(
        (async () => verifyKeyPublication(registryLocation, parseKeyCopy(registryLocation, flipped)))(),
        `byte ${at}`,
      ).rejects.toThrow();
    }
  });

  it("holds no bundle that is none", () => {
    const broken = encodeKeyCopy(registryLocation, { ...key, bundle: bytesToHex(new Uint8Array(1218)) });
    expect(() => parseKeyCopy(registryLocation, broken)).toThrow(MalformedKeyBundleError);
  });

  it("has room for the signature of a contract account, and none for one that no length can name", () => {
    const long = (length: number) => ({ ...key, accountSignature: bytesToHex(new Uint8Array(length)) });
    const parsed = parseKeyCopy(registryLocation, encodeKeyCopy(registryLocation, long(65_535)));
    expect(parsed.accountSignature).toHaveLength(2 + 2 * 65_535);
    expect(() => encodeKeyCopy(registryLocation, long(65_536))).toThrow(IntegerRangeError);
  });
});
