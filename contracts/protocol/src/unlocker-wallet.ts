import { secp256k1 } from "@noble/curves/secp256k1.js";
import { getAddress, hexToBytes, isAddressEqual, recoverMessageAddress, size, type Address, type Hex } from "viem";
import { createSiweMessage } from "viem/siwe";
import { byteReader } from "./byte-reader.ts";
import { equalBytes, fixedBytes, joinBytes, type Bytes } from "./bytes.ts";
import { CROCKFORD } from "./crockford.ts";
import { deriveKey } from "./derive-key.ts";
import { u16, u32 } from "./integers.ts";
import { randomBytes } from "./random.ts";

/** Marks the message that unlocks a keyring. Servers refuse any signature over a message with this resource. */
export const UNLOCK_RESOURCE = "urn:chartkey:unlock:v1";

const STATEMENT =
  "Unlock your reports. Sign this only on the site named above: whoever has this signature can open your keyring.";
const NONCE_LENGTH = 16;
const MAX_ORIGIN = 255;
const ORDER = secp256k1.Point.Fn.ORDER;

/**
 * What the unlock message says besides the chain; kept in clear in the keyring so that the same message can be asked again.
 * `origin` is a web origin ("https://chart.example"), `issuedAt` in Unix seconds, `nonce` 16 base-32 characters.
 */
export type WalletUnlocker = { account: Address; origin: string; nonce: string; issuedAt: number };

/** Parameters for a new unlocker. Made anew at every seal under a new keyring key, so that an old signature opens nothing new. */
export function newWalletUnlocker(
  { account, origin }: { account: Address; origin: string },
  now: Date,
): WalletUnlocker {
  const nonce = Array.from(randomBytes(NONCE_LENGTH), (byte) => CROCKFORD[byte & 31]).join("");
  return { account, origin: new URL(origin).origin, nonce, issuedAt: Math.floor(now.getTime() / 1000) };
}

/** The EIP-4361 message to sign with `personal_sign` (EIP-191). Ask only on the page whose origin it names. */
export function walletUnlockMessage({ chainId }: { chainId: number }, unlocker: WalletUnlocker): string {
  return createSiweMessage({
    address: getAddress(unlocker.account),
    chainId,
    domain: new URL(unlocker.origin).host,
    issuedAt: new Date(unlocker.issuedAt * 1000),
    nonce: unlocker.nonce,
    resources: [UNLOCK_RESOURCE],
    statement: STATEMENT,
    uri: unlocker.origin,
    version: "1",
  });
}

/**
 * The secret of a wallet that is to become an unlocker, from two signatures of the same message, asked one after the other.
 * @throws UnrepeatableSignatureError when they differ: such a wallet would lock its owner out.
 * @throws WalletSignatureError
 */
export async function enrolWallet(
  chain: { chainId: number },
  unlocker: WalletUnlocker,
  first: Hex,
  second: Hex,
): Promise<Bytes> {
  const secret = await walletSecret(chain, unlocker, first);
  if (!equalBytes(secret, await walletSecret(chain, unlocker, second))) throw new UnrepeatableSignatureError();
  return secret;
}

/**
 * The secret of a wallet from its signature of the unlock message: HKDF over r ‖ low s, without v, because wallets differ in
 * how they write v and, some, in which of the two equivalent s they give.
 * @throws WalletSignatureError unless this is a 65-byte ECDSA signature by the unlocker's account.
 */
export async function walletSecret(
  chain: { chainId: number },
  unlocker: WalletUnlocker,
  signature: Hex,
): Promise<Bytes> {
  if (!(await isSignedBy(unlocker.account, walletUnlockMessage(chain, unlocker), signature))) {
    throw new WalletSignatureError(unlocker.account);
  }
  return deriveKey(normalised(hexToBytes(signature)), "unlocker/wallet");
}

/** nonce (16 ASCII) ‖ issued at (u32 seconds) ‖ account (20) ‖ origin length (u16) ‖ origin (ASCII). */
export function encodeWalletUnlocker({ account, origin, nonce, issuedAt }: WalletUnlocker): Bytes {
  const text = new TextEncoder();
  const originBytes = text.encode(origin);
  if (originBytes.length > MAX_ORIGIN) throw new MalformedWalletUnlockerError();
  return joinBytes(text.encode(nonce), u32(issuedAt), fixedBytes(account, 20), u16(originBytes.length), originBytes);
}

/** @throws MalformedWalletUnlockerError */
export function parseWalletUnlocker(encoded: Uint8Array): WalletUnlocker {
  const reader = byteReader(encoded, () => new MalformedWalletUnlockerError());
  const nonce = ascii(reader.bytes(NONCE_LENGTH));
  const issuedAt = reader.u32();
  const account = reader.hex(20);
  const origin = ascii(reader.bytes(reader.u16()));
  reader.end();
  if (!/^[0-9A-Z]+$/.test(nonce) || !isOrigin(origin)) throw new MalformedWalletUnlockerError();
  return { account, origin, nonce, issuedAt };
}

function isOrigin(text: string): boolean {
  try {
    return new URL(text).origin === text;
  } catch {
    return false;
  }
}

function ascii(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

async function isSignedBy(account: Address, message: string, signature: Hex): Promise<boolean> {
  if (size(signature) !== 65) return false;
  try {
    return isAddressEqual(await recoverMessageAddress({ message, signature }), account);
  } catch {
    return false;
  }
}

function normalised(signature: Uint8Array): Bytes {
  const s = BigInt(
    `0x${Array.from(signature.subarray(32, 64), (byte) => byte.toString(16).padStart(2, "0")).join("")}`,
  );
  const low = s > ORDER / 2n ? ORDER - s : s;
  return joinBytes(signature.subarray(0, 32), hexToBytes(`0x${low.toString(16).padStart(64, "0")}`));
}

export class UnrepeatableSignatureError extends Error {
  override name = "UnrepeatableSignatureError";
  constructor() {
    super(
      "Signing twice gave two different answers, so your wallet cannot be one of your keys. Use the recovery code and a passkey.",
    );
  }
}

export class WalletSignatureError extends Error {
  override name = "WalletSignatureError";
  constructor(account: Address) {
    super(
      `This is not a plain signature by ${account}. Choose that account in your wallet, or unlock with your recovery code.`,
    );
  }
}

export class MalformedWalletUnlockerError extends Error {
  override name = "MalformedWalletUnlockerError";
  constructor() {
    super("The wallet's part of this keyring cannot be read. Unlock with your recovery code.");
  }
}
