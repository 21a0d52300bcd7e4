import { bytesToHex, type Address, type Hex } from "viem";
import { TAG_LENGTH } from "./aes-gcm.ts";
import { byteReader } from "./byte-reader.ts";
import { equalBytes, fixedBytes, joinBytes, type Bytes } from "./bytes.ts";
import { u16, u64, u8 } from "./integers.ts";
import type { RegistryLocation } from "./typed-data.ts";

const MAGIC = new TextEncoder().encode("CKKR");
const FORMAT = 1;
const MAX_PARAMETERS = 1024;
const KINDS = ["recovery-code", "wallet", "passkey"] as const;

export const KEYRING_KEY_LENGTH = 32;
export const UNLOCKER_ID_LENGTH = 8;
export const KEYRING_SALT_LENGTH = 32;

/** No sealed keyring is longer, in bytes. Enough for about 90 key versions with three unlockers. */
export const MAX_KEYRING = 4096;

/** What opens a keyring. The number on the wire is the position plus one. */
export type UnlockerKind = (typeof KINDS)[number];

/** An unlocker as anyone sees it: what is needed to ask for its secret. */
export type Unlocker = { kind: UnlockerKind; id: Hex; parameters: Bytes };

/** An unlocker with the keyring key wrapped for it. */
export type UnlockerEntry = Unlocker & { salt: Bytes; wrapped: Bytes };

/** Which account of which registry a keyring belongs to. */
export type KeyringPlace = { location: RegistryLocation; account: Address };

/** The clear part of a keyring: place ‖ salt ‖ number of unlockers (u8) ‖ unlockers. Authenticated with the contents. */
export function encodeKeyringHeader(place: KeyringPlace, salt: Bytes, entries: readonly UnlockerEntry[]): Bytes {
  return joinBytes(placeBytes(place), salt, u8(entries.length), ...entries.map(entryBytes));
}

/** What the wrapped keyring key of an unlocker is bound to. Not to the other unlockers, which may come and go. */
export function unlockerContext(place: KeyringPlace, unlocker: Unlocker): Bytes {
  return joinBytes(placeBytes(place), unlockerBytes(unlocker));
}

export function isSamePlace(a: KeyringPlace, b: KeyringPlace): boolean {
  return equalBytes(placeBytes(a), placeBytes(b));
}

/** Splits a sealed keyring into its fields. `clear` is everything before `ciphertext`. @throws MalformedKeyringError */
export function parseSealedKeyring(sealed: Uint8Array) {
  const reader = byteReader(sealed, (reason) => new MalformedKeyringError(reason));
  if (sealed.length > MAX_KEYRING) throw new MalformedKeyringError("it is too long");
  if (!equalBytes(reader.bytes(MAGIC.length), MAGIC)) throw new MalformedKeyringError("it does not begin like one");
  if (reader.u8() !== FORMAT) throw new MalformedKeyringError("its format is unknown to this version");
  const location = { chainId: reader.u64(), registry: reader.hex(20) };
  const place = { location, account: reader.hex(20) };
  const salt = reader.bytes(KEYRING_SALT_LENGTH);
  const entries = Array.from({ length: reader.u8() }, () => parseEntry(reader));
  if (new Set(entries.map(({ id }) => id)).size !== entries.length) {
    throw new MalformedKeyringError("it names an unlocker twice");
  }
  const clear = new Uint8Array(sealed.subarray(0, reader.offset()));
  return { place, salt, entries, clear, ciphertext: reader.rest() };
}

function parseEntry(reader: ReturnType<typeof byteReader>): UnlockerEntry {
  const kind = KINDS[reader.u8() - 1];
  if (!kind) throw new MalformedKeyringError("it has an unlocker unknown to this version");
  const id = bytesToHex(reader.bytes(UNLOCKER_ID_LENGTH));
  const parameters = reader.bytes(reader.u16());
  const salt = reader.bytes(KEYRING_SALT_LENGTH);
  return { kind, id, parameters, salt, wrapped: reader.bytes(KEYRING_KEY_LENGTH + TAG_LENGTH) };
}

function placeBytes({ location, account }: KeyringPlace): Bytes {
  const { chainId, registry } = location;
  return joinBytes(MAGIC, u8(FORMAT), u64(chainId), fixedBytes(registry, 20), fixedBytes(account, 20));
}

function unlockerBytes({ kind, id, parameters }: Unlocker): Bytes {
  if (parameters.length > MAX_PARAMETERS)
    throw new InvalidUnlockerError(`more than ${MAX_PARAMETERS} bytes of parameters`);
  return joinBytes(u8(KINDS.indexOf(kind) + 1), fixedBytes(id, UNLOCKER_ID_LENGTH), u16(parameters.length), parameters);
}

function entryBytes(entry: UnlockerEntry): Bytes {
  return joinBytes(unlockerBytes(entry), entry.salt, entry.wrapped);
}

export class MalformedKeyringError extends Error {
  override name = "MalformedKeyringError";
  constructor(reason: string) {
    super(`This keyring cannot be read: ${reason}. Nothing was changed; fetch it again.`);
  }
}

export class InvalidUnlockerError extends Error {
  override name = "InvalidUnlockerError";
  constructor(reason: string) {
    super(`This cannot be an unlocker: it has ${reason}. Nothing was sealed.`);
  }
}
