import { Buffer } from "buffer/index.js";
import { cipher, decryptWithPrivateKey, encryptWithPublicKey } from "eth-crypto";
import { bytesToHex } from "viem";
import { bytesOfHex, type Bytes } from "./bytes.ts";
import { ECIES_LENGTH } from "./ecies-format.ts";

const SECRET_LENGTH = 32;

/** Seals 32 bytes to a compressed secp256k1 public key with eth-crypto's ECIES. It takes text, hence base64url. */
export async function eciesSeal(publicKey: Uint8Array, secret: Bytes): Promise<Bytes> {
  const text = base64urlOf(secret);
  const encrypted = await withBuffer(() => encryptWithPublicKey(bareHex(publicKey), text));
  return bytesOfHex(`0x${withBuffer(() => cipher.stringify(encrypted))}`);
}

/** Null when it was not sealed to this key or was changed. */
export async function eciesOpen(secretKey: Uint8Array, sealed: Uint8Array): Promise<Bytes | null> {
  if (sealed.length !== ECIES_LENGTH) return null;
  try {
    const encrypted = withBuffer(() => cipher.parse(bareHex(sealed)));
    return secretOf(await withBuffer(() => decryptWithPrivateKey(bareHex(secretKey), encrypted)));
  } catch {
    return null;
  }
}

function bareHex(bytes: Uint8Array): string {
  return bytesToHex(bytes).slice(2);
}

function base64urlOf(bytes: Bytes): string {
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");
}

/** Null unless this is exactly how 32 bytes are written. */
function secretOf(text: string): Bytes | null {
  const binary = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  const secret = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  return secret.length === SECRET_LENGTH && base64urlOf(secret) === text ? secret : null;
}

/**
 * [Note: eth-crypto wants a Buffer] eth-crypto expects Node's `Buffer` as a global. Where there is none (browsers), it gets one for
 * as long as a call runs and not longer: other libraries take its presence for Node.
 */
function withBuffer<T>(call: () => T): T {
  const scope = globalThis as { Buffer?: unknown };
  if (running === 0 && scope.Buffer !== undefined) return call();
  scope.Buffer = Buffer;
  running++;
  const release = () => {
    running--;
    if (running === 0) delete scope.Buffer;
  };
  let result: T;
  try {
    result = call();
  } catch (error) {
    release();
    throw error;
  }
  if (result instanceof Promise) void result.then(release, release);
  else release();
  return result;
}

let running = 0;
