import { byteReader } from "./byte-reader.ts";
import { fixedBytes, joinBytes, type Bytes } from "./bytes.ts";
import { u16, u8 } from "./integers.ts";
import { randomBytes } from "./random.ts";
import { bytesToHex } from "viem";

const SALT_LENGTH = 32;
/** WebAuthn allows credential ids of up to 1,023 bytes; the parameters of an unlocker hold 1,024 in all. */
const MAX_CREDENTIAL_ID = 700;
const MAX_RELYING_PARTY = 253;

/**
 * What is needed to ask a passkey for its secret again, kept in clear in the keyring: which credential, of which relying party
 * (a host name, WebAuthn Level 3 §5.1.2), and the salt that its PRF is evaluated at (§10.1.4). The secret is the PRF's output.
 */
export type PasskeyUnlocker = { credentialId: Bytes; relyingParty: string; salt: Bytes };

/** A salt to ask with. Made anew at every seal under a new keyring key, so that an old answer opens nothing new. */
export function newPasskeySalt(): Bytes {
  return randomBytes(SALT_LENGTH);
}

/** salt (32) ‖ relying party length (u8) ‖ relying party (ASCII) ‖ credential id length (u16) ‖ credential id. */
export function encodePasskeyUnlocker({ credentialId, relyingParty, salt }: PasskeyUnlocker): Bytes {
  const host = new TextEncoder().encode(relyingParty);
  const fits = isLength(credentialId.length, MAX_CREDENTIAL_ID) && isLength(host.length, MAX_RELYING_PARTY);
  if (!fits || !isHost(relyingParty)) throw new MalformedPasskeyUnlockerError();
  return joinBytes(
    fixedBytes(bytesToHex(salt), SALT_LENGTH),
    u8(host.length),
    host,
    u16(credentialId.length),
    credentialId,
  );
}

/** @throws MalformedPasskeyUnlockerError */
export function parsePasskeyUnlocker(encoded: Uint8Array): PasskeyUnlocker {
  const reader = byteReader(encoded, () => new MalformedPasskeyUnlockerError());
  const salt = reader.bytes(SALT_LENGTH);
  const relyingParty = String.fromCharCode(...reader.bytes(reader.u8()));
  const credentialId = reader.bytes(reader.u16());
  reader.end();
  if (!isLength(credentialId.length, MAX_CREDENTIAL_ID) || !isHost(relyingParty)) {
    throw new MalformedPasskeyUnlockerError();
  }
  return { credentialId, relyingParty, salt };
}

function isLength(length: number, most: number): boolean {
  return length >= 1 && length <= most;
}

function isHost(text: string): boolean {
  return /^[a-z0-9.-]{1,253}$/.test(text);
}

export class MalformedPasskeyUnlockerError extends Error {
  override name = "MalformedPasskeyUnlockerError";
  constructor() {
    super("The passkey's part of this keyring cannot be read. Unlock with your recovery code.");
  }
}
