import { secp256k1 } from "@noble/curves/secp256k1.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { shake128 } from "@noble/hashes/sha3.js";
import { ml_kem768 } from "@noble/post-quantum/ml-kem.js";
import { createCipheriv, createHash, createHmac } from "node:crypto";
import { bytesToHex, hexToBytes } from "viem";
import { describe, expect, it } from "vitest";
import { aesOpen, aesSeal, importAesKey } from "../src/aes-gcm.ts";
import { bytesOfHex, joinBytes } from "../src/bytes.ts";
import { parseKeyBundle } from "../src/bundle.ts";
import { deriveKey } from "../src/derive-key.ts";
import { eciesOpen } from "../src/ecies.ts";
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

  it("gives the output of RFC 5869, test case 2 (longer inputs and output)", () => {
    const counting = (from: number, length: number) => Uint8Array.from({ length }, (_, i) => from + i);
    const okm = hkdf(sha256, counting(0x00, 80), counting(0x60, 80), counting(0xb0, 80), 82);
    expect(bytesToHex(okm)).toBe(
      "0xb11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87",
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

  // NIST CAVP, GCM test vectors (CAVS 14.0): gcmEncryptExtIV256.rsp with PTlen and AADlen 0, gcmDecrypt256.rsp with both 128.
  it.each([
    {
      key: "b52c505a37d78eda5dd34f20c22540ea1b58963cf8e5bf8ffa85f9f2492505b4",
      iv: "516c33929df5a3284ff463d7",
      pt: "",
      aad: "",
      ct: "",
      tag: "bdc1ac884d332457a1d2664f168c76f0",
    },
    {
      key: "5fe0861cdc2690ce69b3658c7f26f8458eec1c9243c5ba0845305d897e96ca0f",
      iv: "770ac1a5a3d476d5d96944a1",
      pt: "",
      aad: "",
      ct: "",
      tag: "196d691e1047093ca4b3d2ef4baba216",
    },
    {
      key: "54e352ea1d84bfe64a1011096111fbe7668ad2203d902a01458c3bbd85bfce14",
      iv: "df7c3bca00396d0c018495d9",
      pt: "85fc3dfad9b5a8d3258e4fc44571bd3b",
      aad: "7e968d71b50c1f11fd001f3fef49d045",
      ct: "426e0efc693b7be1f3018db7ddbb7e4d",
      tag: "ee8257795be6a1164d7e1d2d6cac77a7",
    },
    {
      key: "82f0d1ddc58123f805541f55a7eab43f56ddfefc06c73d57709df3d5a4aabfb3",
      iv: "0c9d74af29ed4406c77a8e4b",
      pt: "3fe7811a8224a1881da34a27e03da86a",
      aad: "34325620a392739beeee6c370967d539",
      ct: "c61155d41495e9fc76060fe7f8c926a2",
      tag: "66d8c881d66370504d2bf00cdb06259e",
    },
  ])("gives the ciphertext and tag of NIST, key $key", async ({ key: raw, iv, pt, aad, ct, tag }) => {
    const key = await importAesKey(bytesOfHex(`0x${raw}`));
    const [nonce, plaintext, associated] = [bytesOfHex(`0x${iv}`), bytesOfHex(`0x${pt}`), bytesOfHex(`0x${aad}`)];
    expect(bytesToHex(await aesSeal(key, nonce, plaintext, associated))).toBe(`0x${ct}${tag}`);
    expect(await aesOpen(key, nonce, bytesOfHex(`0x${ct}${tag}`), associated)).toEqual(plaintext);
    const wrongTag = `${tag.slice(0, -1)}${tag.endsWith("0") ? "1" : "0"}`;
    expect(await aesOpen(key, nonce, bytesOfHex(`0x${ct}${wrongTag}`), associated)).toBeNull();
  });
});

describe("ML-KEM-768", () => {
  /**
   * The accumulated vector of C2SP's CCTV as Go's crypto/mlkem has it for the final FIPS 203 (`TestAccumulated`): SHAKE128 of nothing
   * gives d ‖ z, m and a random ciphertext for each of 100 keys; encapsulation key, ciphertext, shared secret and the secret of the
   * random ciphertext (an implicit rejection) go into another SHAKE128.
   */
  it("gives what Go's gives for a hundred keys, ciphertexts and rejections", () => {
    const source = shake128.create();
    const results = shake128.create();
    for (let i = 0; i < 100; i++) {
      const { publicKey, secretKey } = ml_kem768.keygen(source.xof(64));
      const { cipherText, sharedSecret } = ml_kem768.encapsulate(publicKey, source.xof(32));
      expect(ml_kem768.decapsulate(cipherText, secretKey)).toEqual(sharedSecret);
      const rejected = ml_kem768.decapsulate(source.xof(1088), secretKey);
      results.update(publicKey).update(cipherText).update(sharedSecret).update(rejected);
    }
    expect(bytesToHex(results.xof(32))).toBe("0x1114b1b6699ed191734fa339376afa7e285c9e6acf6ff0177d346696ce564415");
  });
});

describe("secp256k1 ECDH", () => {
  const edge = "a2b6442a37f8a3764aeff4011a4c422b389a1e509669c43f279c8b7e32d80c3a";
  // Wycheproof, ecdh_secp256k1_test.json, cases 1 and 3 to 12: the coordinates of the public key, the private key, the shared x.
  const vectors = [
    [
      "d8096af8a11e0b80037e1ee68246b5dcbb0aeb1cf1244fd767db80f3fa27da2b396812ea1686e7472e9692eaf3e958e50e9500d3b4c77243db1f2acd67ba9cc4",
      "f4b7ff7cccc98813a69fae3df222bfe3f4e28f764bf91b4a10d8096ce446b254",
      "544dfae22af6af939042b1d85b71a1e49e9a5614123c4d6ad0c8af65baf87d65",
    ],
    [
      "965ff42d654e058ee7317cced7caf093fbb180d8d3a74b0dcd9d8cd47a39d5cb9c2aa4daac01a4be37c20467ede964662f12983e0b5272a47a5f2785685d8087",
      edge,
      "0000000000000000000000000000000000000000000000000000000000000001",
    ],
    [
      "06c4b87ba76c6dcb101f54a050a086aa2cb0722f03137df5a922472f1bdc11b982e3c735c4b6c481d09269559f080ad08632f370a054af12c1fd1eced2ea9211",
      edge,
      "0000000000000000000000000000000000000000000000000000000000000002",
    ],
    [
      "bba30eef7967a2f2f08a2ffadac0e41fd4db12a93cef0b045b5706f2853821e6d50b2bf8cbf530e619869e07c021ef16f693cfc0a4b0d4ed5a8f464692bf3d6e",
      edge,
      "0000000000000000000000000000000000000000000000000000000000000003",
    ],
    [
      "23556564850c50fba51f1e64ef98378ef5c22feafa29499ca27600c473cace889d5679e917daa7f4c7899517d37826284f031de01a60bc813696414d04531a21",
      edge,
      "210c790573632359b1edb4302c117d8a132654692c3feeb7de3a86ac3f3b53f7",
    ],
    [
      "ddbf807e22c56a19cf6c472829150350781034a5eddec365694d4bd5c865ead14e674127028c91d3394cac37293a866055d10f0f40a3706ad16b64fc9d5998bd",
      edge,
      "4218f20ae6c646b363db68605822fb14264ca8d2587fdd6fbc750d587e76a7ee",
    ],
    [
      "166aed3bc281705444f933913f670957a118f8da2c71bd301a90929743e2ca583514a7972e33d6fea1e377ef4184937f67b37e41ef3099c228a88f5bfb67e5b9",
      edge,
      "00000000000000000000000000000000ffffffffffffffffffffffffffffffff",
    ],
    [
      "36e1e76ffdbe8577520b0716eb88c18ea72a49e5a4e5680a7d290093f841cb6e7310728b59c7572c4b35fb6c29c36ebabfc53553c06ecf747fcfbefcf6114e1c",
      edge,
      "0000000000000000ffffffffffffffff0000000000000000ffffffffffffffff",
    ],
    [
      "728e15d578212bc42287c0118c82c84b126f97d549223c10ad07f4e98af912385d23b1a6e716925855a247b16effe92773315241ac951cdfefdfac0ed16467f6",
      edge,
      "00000000ffffffff00000000ffffffff00000000ffffffff00000000ffffffff",
    ],
    [
      "ad3d179877e74ee258ba6f8e128bc2a0045c06a3d3c30fcce01ca8d9e1afee4ea3fe47156fb727fc1c55ef9db516df665cbb073405c2c301a8fe1d10f3b9b300",
      edge,
      "000003ffffff0000003ffffff0000003ffffff0000003ffffff0000003fffffc",
    ],
    [
      "5a33fe91d7e35db7875208bee77f4cc0006f1439cc845f695b6a12673dcd03d18f86ee121c5ea0da3eb0210509e12db845296225ca973e2e19ce3e3d01486090",
      edge,
      "0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff0000fffd",
    ],
  ] as const;

  it.each(vectors)("gives the shared secret of Wycheproof with %s", (coordinates, secretKey, shared) => {
    const point = secp256k1.getSharedSecret(bytesOfHex(`0x${secretKey}`), bytesOfHex(`0x04${coordinates}`), false);
    expect(bytesToHex(point.subarray(1, 33))).toBe(`0x${shared}`);
  });

  it.each(vectors)(
    "opens what was sealed with the shared secret of Wycheproof and %s",
    async (coordinates, own, shared) => {
      const uncompressed = bytesOfHex(`0x04${coordinates}`);
      const ephemeral = secp256k1.Point.fromBytes(uncompressed).toBytes(true);
      const hash = createHash("sha512")
        .update(bytesOfHex(`0x${shared}`))
        .digest();
      const secret = new Uint8Array(32).fill(5);
      const iv = new Uint8Array(16).fill(6);
      const cipher = createCipheriv("aes-256-cbc", hash.subarray(0, 32), iv);
      const ciphertext = joinBytes(cipher.update(Buffer.from(secret).toString("base64url")), cipher.final());
      const mac = createHmac("sha256", hash.subarray(32))
        .update(joinBytes(iv, uncompressed, ciphertext))
        .digest();
      const sealed = joinBytes(iv, ephemeral, mac, ciphertext);
      expect(await eciesOpen(bytesOfHex(`0x${own}`), sealed)).toEqual(secret);
    },
  );

  it("takes no key that is not on the curve", () => {
    const second = ml_kem768.keygen(new Uint8Array(64)).publicKey;
    // 5 is the smallest x without a point: 5³ + 7 is no square (SEC 2).
    const nowhere = bytesOfHex(`0x02${"00".repeat(31)}05`);
    expect(() => parseKeyBundle(joinBytes(Uint8Array.of(1), nowhere, second))).toThrow("its first key is no key");
  });
});
