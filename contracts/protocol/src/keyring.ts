import type { Hex } from "viem";
import { bytesToHex } from "viem";
import { aesOpen, aesSeal, importAesKey, ONLY_NONCE } from "./aes-gcm.ts";
import { byteReader } from "./byte-reader.ts";
import { joinBytes, type Bytes } from "./bytes.ts";
import { deriveKey } from "./derive-key.ts";
import { u16, u8 } from "./integers.ts";
import {
  encodeKeyringContents,
  holdsEveryKeyOf,
  parseKeyringContents,
  type KeyringContents,
} from "./keyring-contents.ts";
import {
  encodeKeyringHeader,
  InvalidUnlockerError,
  isSamePlace,
  KEYRING_KEY_LENGTH,
  KEYRING_SALT_LENGTH,
  MAX_KEYRING,
  parseSealedKeyring,
  UNLOCKER_ID_LENGTH,
  unlockerContext,
  type KeyringPlace,
  type Unlocker,
  type UnlockerEntry,
  type UnlockerKind,
} from "./keyring-format.ts";
import { randomBytes } from "./random.ts";

/**
 * [Note: the wallet signature is not the key] Wallets do not sign the same thing twice in the same way for ever. So each key
 * version has a random seed of its own, all seeds are in the keyring, and the keyring is sealed under a random *keyring key*,
 * which is wrapped once for each unlocker. Any one unlocker opens everything.
 *
 * Adding an unlocker wraps the same keyring key once more. Removing one must not leave it a way in, so it takes a fresh keyring
 * key and every remaining unlocker presented again: nothing in an old keyring helps to open a new one.
 */

const MIN_SECRET = 32;
const MAX_LABEL = 64;

/** `secret` is at least 32 bytes; `parameters` stay readable by anyone; `label` is sealed, at most 64 bytes of UTF-8. */
export type NewUnlocker = { kind: UnlockerKind; parameters: Bytes; secret: Bytes; label: string };

export type KeyringHeader = KeyringPlace & { unlockers: Unlocker[] };

/** An opened keyring. Secret: never leaves the key holder. `sealed` is what to publish. `labels` are by unlocker id. */
export type OpenKeyring = {
  header: KeyringHeader;
  sealed: Bytes;
  contents: KeyringContents;
  labels: Record<Hex, string>;
  keyringKey: Bytes;
};

/** Seals contents under a fresh keyring key for these unlockers, one of which must be a recovery code. */
export async function createKeyring(
  place: KeyringPlace,
  { contents, unlockers }: { contents: KeyringContents; unlockers: readonly NewUnlocker[] },
): Promise<OpenKeyring> {
  const keyringKey = randomBytes(KEYRING_KEY_LENGTH);
  const entries = await Promise.all(unlockers.map((unlocker) => wrapKeyringKey(place, keyringKey, unlocker)));
  const labels = Object.fromEntries(entries.map(({ id }, i) => [id, unlockers[i]!.label]));
  return seal(place, { keyringKey, entries, labels, contents });
}

/** Reads what anyone may read. @throws MalformedKeyringError */
export function parseKeyring(sealed: Uint8Array): KeyringHeader {
  const { place, entries } = parseSealedKeyring(sealed);
  return { ...place, unlockers: entries.map(({ kind, id, parameters }) => ({ kind, id, parameters })) };
}

/**
 * Opens a keyring with one unlocker. `place` is where it must belong: take it from the chain, not from the keyring.
 * @throws MalformedKeyringError, ForeignKeyringError, WrongUnlockerError, KeyringAlteredError
 */
export async function openKeyring(
  place: KeyringPlace,
  sealed: Uint8Array,
  { id, secret }: { id: Hex; secret: Uint8Array },
): Promise<OpenKeyring> {
  const parsed = parseSealedKeyring(sealed);
  if (!isSamePlace(parsed.place, place)) throw new ForeignKeyringError();
  const entry = parsed.entries.find((candidate) => candidate.id === id);
  if (!entry) throw new WrongUnlockerError();
  const wrappingKey = await importAesKey(wrappingKeyOf(secret, entry));
  const keyringKey = await aesOpen(wrappingKey, ONLY_NONCE, entry.wrapped, unlockerContext(parsed.place, entry));
  if (!keyringKey) throw new WrongUnlockerError();

  const plaintext = await aesOpen(
    await contentsKey(keyringKey, parsed.salt),
    ONLY_NONCE,
    parsed.ciphertext,
    parsed.clear,
  );
  const inside = plaintext && parseInside(plaintext, parsed.entries);
  if (!inside) throw new KeyringAlteredError();
  return { header: parseKeyring(sealed), sealed: new Uint8Array(sealed), keyringKey, ...inside };
}

/** The same unlockers and keyring key around new contents, as after publishing a further key version. */
export async function resealKeyring(open: OpenKeyring, contents: KeyringContents): Promise<OpenKeyring> {
  if (!holdsEveryKeyOf(contents, open.contents)) throw new KeyringWouldForgetError();
  return seal(open.header, { ...open, entries: parseSealedKeyring(open.sealed).entries, contents });
}

/** One more way in. */
export async function addUnlocker(open: OpenKeyring, unlocker: NewUnlocker): Promise<OpenKeyring> {
  const entry = await wrapKeyringKey(open.header, open.keyringKey, unlocker);
  const labels = { ...open.labels, [entry.id]: unlocker.label };
  return seal(open.header, { ...open, entries: [...parseSealedKeyring(open.sealed).entries, entry], labels });
}

/**
 * One way in less. Everything is sealed anew: a fresh keyring key, the remaining unlockers presented again, and contents with
 * at least one seed more than before, which is to be published as the next key version.
 * @throws UnlockerNotRemovedError when nothing was removed, KeyringWouldForgetError, RemovalWithoutNewKeyError
 */
export async function removeUnlocker(
  open: OpenKeyring,
  { remove, remaining, contents }: { remove: Hex; remaining: readonly NewUnlocker[]; contents: KeyringContents },
): Promise<OpenKeyring> {
  const kept = open.header.unlockers.filter(({ id }) => id !== remove);
  if (kept.length === open.header.unlockers.length || remaining.length > kept.length)
    throw new UnlockerNotRemovedError();
  if (!holdsEveryKeyOf(contents, open.contents)) throw new KeyringWouldForgetError();
  if (contents.keys.length <= open.contents.keys.length) throw new RemovalWithoutNewKeyError();
  return createKeyring(open.header, { contents, unlockers: remaining });
}

async function seal(
  place: KeyringPlace,
  parts: { keyringKey: Bytes; entries: UnlockerEntry[]; labels: Record<Hex, string>; contents: KeyringContents },
): Promise<OpenKeyring> {
  const { keyringKey, entries, labels, contents } = parts;
  if (!entries.some(({ kind }) => kind === "recovery-code")) throw new RecoveryCodeMissingError();
  const salt = randomBytes(KEYRING_SALT_LENGTH);
  const clear = encodeKeyringHeader(place, salt, entries);
  const encoded = encodeKeyringContents(contents);
  const inside = joinBytes(u16(encoded.length), encoded, ...entries.map(({ id }) => labelBytes(labels[id] ?? "")));
  const sealed = joinBytes(clear, await aesSeal(await contentsKey(keyringKey, salt), ONLY_NONCE, inside, clear));
  if (sealed.length > MAX_KEYRING) throw new KeyringTooLongError(sealed.length);
  return { header: parseKeyring(sealed), sealed, contents, labels, keyringKey };
}

async function wrapKeyringKey(place: KeyringPlace, keyringKey: Bytes, unlocker: NewUnlocker): Promise<UnlockerEntry> {
  const { kind, parameters, secret } = unlocker;
  const id = bytesToHex(randomBytes(UNLOCKER_ID_LENGTH));
  const salt = randomBytes(KEYRING_SALT_LENGTH);
  const wrappingKey = await importAesKey(wrappingKeyOf(secret, { kind, salt }));
  const wrapped = await aesSeal(wrappingKey, ONLY_NONCE, keyringKey, unlockerContext(place, { kind, id, parameters }));
  return { kind, id, parameters, salt, wrapped };
}

function wrappingKeyOf(secret: Uint8Array, { kind, salt }: Pick<UnlockerEntry, "kind" | "salt">): Bytes {
  if (secret.length < MIN_SECRET) throw new InvalidUnlockerError(`a secret of fewer than ${MIN_SECRET} bytes`);
  return deriveKey(secret, `keyring/unlocker/${kind}`, { salt });
}

function contentsKey(keyringKey: Bytes, salt: Bytes) {
  return importAesKey(deriveKey(keyringKey, "keyring/contents", { salt }));
}

function labelBytes(label: string): Bytes {
  const encoded = new TextEncoder().encode(label);
  if (encoded.length > MAX_LABEL) throw new InvalidUnlockerError(`a name of more than ${MAX_LABEL} bytes`);
  return joinBytes(u8(encoded.length), encoded);
}

function parseInside(plaintext: Bytes, entries: readonly Unlocker[]): Pick<OpenKeyring, "contents" | "labels"> | null {
  const reader = byteReader(plaintext, () => new KeyringAlteredError());
  const contents = parseKeyringContents(reader.bytes(reader.u16()));
  const labels = Object.fromEntries(entries.map(({ id }) => [id, new TextDecoder().decode(reader.bytes(reader.u8()))]));
  reader.end();
  return contents && { contents, labels };
}

export class ForeignKeyringError extends Error {
  override name = "ForeignKeyringError";
  constructor() {
    super("This keyring belongs to another account or network. Nothing was opened; check which account is connected.");
  }
}

export class WrongUnlockerError extends Error {
  override name = "WrongUnlockerError";
  constructor() {
    super(
      "This does not open your keys. Nothing was changed. Check that you use the newest recovery code, or another way to unlock.",
    );
  }
}

export class KeyringAlteredError extends Error {
  override name = "KeyringAlteredError";
  constructor() {
    super("This keyring was altered after it was sealed. Nothing of it was used; fetch it from another source.");
  }
}

export class KeyringTooLongError extends Error {
  override name = "KeyringTooLongError";
  constructor(length: number) {
    super(
      `The keyring would have ${length} bytes, more than ${MAX_KEYRING}. Nothing was changed; remove an unlocker first.`,
    );
  }
}

export class RecoveryCodeMissingError extends Error {
  override name = "RecoveryCodeMissingError";
  constructor() {
    super("A keyring needs a recovery code among its unlockers. Nothing was sealed.");
  }
}

export class KeyringWouldForgetError extends Error {
  override name = "KeyringWouldForgetError";
  constructor() {
    super("The new keyring would forget a key that reports may still need. Nothing was changed.");
  }
}

export class RemovalWithoutNewKeyError extends Error {
  override name = "RemovalWithoutNewKeyError";
  constructor() {
    super("Removing an unlocker needs a new key version, or what it opened stays open to it. Nothing was changed.");
  }
}

export class UnlockerNotRemovedError extends Error {
  override name = "UnlockerNotRemovedError";
  constructor() {
    super("No unlocker would be removed by this. Nothing was changed; look at the list of unlockers again.");
  }
}
