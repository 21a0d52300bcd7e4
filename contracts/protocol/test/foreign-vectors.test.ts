import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, hexToBytes } from "viem";
import { describe, expect, it } from "vitest";
import { aesOpen, aesSeal, importAesKey } from "../src/aes-gcm.ts";
import { bytesOfHex } from "../src/bytes.ts";
import { deriveKey } from "../src/derive-key.ts";
import { derive } from "./helpers/second-implementation.ts";

describe("HKDF", () => {
  it("gives the output of RFC 5869, test case 1 (with salt and info)", () => {
    const okm = hkdf(
      sha256,
      new Uint8Array(22).fill(0x0b),
      hexToBytes("0x000102030405060708090a0b0c"),
      hexToBytes("0xf0f1f2f3f4f5f6f7f8f9"),
      42,
    );
    expect(bytesToHex(okm)).toBe(
      "0x3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
    );
  });

  it("gives the output of RFC 5869, test case 3 (without either)", () => {
    const okm = hkdf(sha256, new Uint8Array(22).fill(0x0b), undefined, new Uint8Array(), 42);
    expect(bytesToHex(okm)).toBe(
      "0x8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
    );
  });

  it("is labelled as OpenSSL would, with and without salt and context", () => {
    const [secret, salt, context] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2), new Uint8Array(9).fill(3)];
    for (const options of [{}, { salt }, { context }, { salt, context, length: 64 }]) {
      expect(bytesToHex(deriveKey(secret, "a purpose", options))).toBe(
        bytesToHex(derive(secret, "a purpose", options)),
      );
    }
  });
});

describe("AES-256-GCM", () => {
  // Test cases 14 and 16 of McGrew and Viega's specification of GCM, as submitted to NIST.
  it("gives the ciphertext and tag of test case 14 (one zero block)", async () => {
    const key = await importAesKey(new Uint8Array(32));
    const sealed = await aesSeal(key, new Uint8Array(12), new Uint8Array(16), new Uint8Array());
    expect(bytesToHex(sealed)).toBe("0xcea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919");
  });

  it("gives the ciphertext and tag of test case 16 (with associated data)", async () => {
    const key = await importAesKey(hexToBytes("0xfeffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"));
    const nonce = bytesOfHex("0xcafebabefacedbaddecaf888");
    const plaintext = hexToBytes(
      "0xd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
    );
    const associated = hexToBytes("0xfeedfacedeadbeeffeedfacedeadbeefabaddad2");
    const sealed = await aesSeal(key, nonce, plaintext, associated);
    expect(bytesToHex(sealed)).toBe(
      "0x522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b",
    );
    expect(bytesToHex((await aesOpen(key, nonce, sealed, associated))!)).toBe(bytesToHex(plaintext));
    expect(await aesOpen(key, nonce, sealed, new Uint8Array())).toBeNull();
  });
});
