import { secp256k1 } from "@noble/curves/secp256k1.js";
import { bytesToHex, hashMessage, hexToBytes, numberToHex, type Hex } from "viem";
import { parseSiweMessage } from "viem/siwe";
import { describe, expect, it } from "vitest";
import {
  encodeWalletUnlocker,
  enrolWallet,
  MalformedWalletUnlockerError,
  newWalletUnlocker,
  parseWalletUnlocker,
  UNLOCK_RESOURCE,
  UnrepeatableSignatureError,
  walletSecret,
  WalletSignatureError,
  walletUnlockMessage,
} from "../src/unlocker-wallet.ts";
import { patient, registryLocation, stranger, walletKeyOf } from "./helpers/actors.ts";

const now = new Date("2026-11-22T10:00:00.750Z");
const unlocker = newWalletUnlocker({ account: patient.account, origin: "https://chart.example/patient" }, now);
const message = walletUnlockMessage(registryLocation, unlocker);
const sign = (who: typeof patient, text = message): Promise<Hex> => who.wallet.signMessage({ message: text });

describe("the unlock message", () => {
  it("is an EIP-4361 message bound to the site, the chain and its own resource", () => {
    expect(parseSiweMessage(message)).toMatchObject({
      address: patient.wallet.address,
      chainId: 1337,
      domain: "chart.example",
      uri: "https://chart.example",
      nonce: unlocker.nonce,
      issuedAt: new Date("2026-11-22T10:00:00Z"),
      resources: [UNLOCK_RESOURCE],
    });
    expect(message).toContain("whoever has this signature can open your keyring");
  });

  it("is the same whenever it is asked again from what the keyring keeps", () => {
    expect(walletUnlockMessage(registryLocation, parseWalletUnlocker(encodeWalletUnlocker(unlocker)))).toBe(message);
  });

  it("differs for each keyring, because its nonce does", () => {
    const other = newWalletUnlocker({ account: patient.account, origin: "https://chart.example" }, now);
    expect(walletUnlockMessage(registryLocation, other)).not.toBe(message);
  });
});

describe("the parameters of a wallet unlocker", () => {
  it("are refused when cut, prolonged or no origin", () => {
    const encoded = encodeWalletUnlocker(unlocker);
    const wrongs = [encoded.subarray(1), encoded.subarray(0, -1), new Uint8Array([...encoded, 97]), new Uint8Array()];
    for (const wrong of wrongs) expect(() => parseWalletUnlocker(wrong)).toThrow(MalformedWalletUnlockerError);
    const noOrigin = encodeWalletUnlocker({ ...unlocker, origin: "chart.example" });
    expect(() => parseWalletUnlocker(noOrigin)).toThrow(MalformedWalletUnlockerError);
  });
});

describe("the secret of a wallet", () => {
  it("is the same for the two equivalent forms of a signature and however v is written", async () => {
    const signature = await sign(patient);
    const secret = await walletSecret(registryLocation, unlocker, signature);
    const s = BigInt(`0x${signature.slice(66, 130)}`);
    const v = signature.slice(130);
    const high = numberToHex(secp256k1.Point.Fn.ORDER - s, { size: 32 }).slice(2);
    const malleated = `${signature.slice(0, 66)}${high}${v === "1b" ? "1c" : "1b"}` as Hex;
    const oldV = `${signature.slice(0, 130)}${v === "1b" ? "00" : "01"}` as Hex;
    expect(await walletSecret(registryLocation, unlocker, malleated)).toEqual(secret);
    expect(await walletSecret(registryLocation, unlocker, oldV)).toEqual(secret);
    expect(secret).toHaveLength(32);
  });

  it("is refused from another account, over another message or in another form", async () => {
    const attempts = [sign(stranger), sign(patient, `${message} `), sign(patient, "Sign in"), "0x", "0xc0ffee"];
    for (const attempt of attempts) {
      const secret = walletSecret(registryLocation, unlocker, (await attempt) as Hex);
      await expect(secret).rejects.toThrow(WalletSignatureError);
    }
  });

  it("is accepted as an unlocker only when signing twice gives the same", async () => {
    const signature = await sign(patient);
    const secret = await enrolWallet(registryLocation, unlocker, signature, await sign(patient));
    expect(secret).toEqual(await walletSecret(registryLocation, unlocker, signature));
    await expect(enrolWallet(registryLocation, unlocker, signature, randomisedSignature())).rejects.toThrow(
      UnrepeatableSignatureError,
    );
  });
});

/** What a wallet with randomised ECDSA gives: valid, and never the same. */
function randomisedSignature(): Hex {
  const secretKey = hexToBytes(walletKeyOf("a patient"));
  const options = { prehash: false, format: "recovered", extraEntropy: true } as const;
  const [recovery, ...rs] = secp256k1.sign(hexToBytes(hashMessage(message)), secretKey, options);
  return bytesToHex(Uint8Array.from([...rs, 27 + recovery!]));
}
