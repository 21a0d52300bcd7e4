import { bytesToHex, type Address } from "viem";
import { byteReader } from "./byte-reader.ts";
import { equalBytes, fixedBytes, joinBytes, type Bytes } from "./bytes.ts";
import { u16, u32, u8 } from "./integers.ts";
import { SEED_LENGTH } from "./seed.ts";

const AUTHORISER_LENGTH = 32;

/** The seed of one key version of one account. A new wallet after a loss adds a second account to the keyring. */
export type KeyringKey = { account: Address; version: number; seed: Bytes };

/**
 * What a keyring keeps secret: every seed ever published, and the private key (secp256k1, 32 bytes) that may recover control
 * of the chart.
 */
export type KeyringContents = { recoveryAuthoriser: Bytes; keys: KeyringKey[] };

/** The seed of a key version, null when this keyring has none. */
export function seedOf(contents: KeyringContents, account: Address, version: number): Bytes | null {
  const wanted = account.toLowerCase();
  return contents.keys.find((key) => key.account === wanted && key.version === version)?.seed ?? null;
}

/** Adds the seed of a further key version. A seed is never replaced: reports may need it for ever. */
export function withKey(contents: KeyringContents, key: KeyringKey): KeyringContents {
  const account = key.account.toLowerCase() as Address;
  if (seedOf(contents, account, key.version) !== null) throw new KeyVersionTakenError(key.version);
  return { ...contents, keys: [...contents.keys, { ...key, account }] };
}

/** Recovery authoriser ‖ per account: account, number of keys (u16), per key: version (u32), seed. Accounts counted by u8. */
export function encodeKeyringContents({ recoveryAuthoriser, keys }: KeyringContents): Bytes {
  const accounts = [...new Set(keys.map(({ account }) => account.toLowerCase() as Address))];
  const perAccount = accounts.map((account) => {
    const own = keys.filter((key) => key.account.toLowerCase() === account);
    const encoded = own.map(({ version, seed }) => joinBytes(u32(version), checkedLength(seed, SEED_LENGTH)));
    return joinBytes(fixedBytes(account, 20), u16(own.length), ...encoded);
  });
  return joinBytes(checkedLength(recoveryAuthoriser, AUTHORISER_LENGTH), u8(accounts.length), ...perAccount);
}

/** Null when it is not well formed or names a key version twice. */
export function parseKeyringContents(encoded: Uint8Array): KeyringContents | null {
  try {
    return parse(encoded);
  } catch (error) {
    if (error instanceof MalformedContentsError || error instanceof KeyVersionTakenError) return null;
    throw error;
  }
}

/** Whether `contents` still holds every seed of `earlier`. */
export function holdsEveryKeyOf(contents: KeyringContents, earlier: KeyringContents): boolean {
  return earlier.keys.every(({ account, version, seed }) => {
    const kept = seedOf(contents, account, version);
    return kept !== null && equalBytes(kept, seed);
  });
}

function checkedLength(secret: Bytes, length: number): Bytes {
  if (secret.length !== length) throw new SecretLengthError(length, secret.length);
  return secret;
}

function parse(encoded: Uint8Array): KeyringContents {
  const reader = byteReader(encoded, () => new MalformedContentsError());
  let contents: KeyringContents = { recoveryAuthoriser: reader.bytes(AUTHORISER_LENGTH), keys: [] };
  const accounts = reader.u8();
  for (let i = 0; i < accounts; i++) {
    const account = bytesToHex(reader.bytes(20));
    const count = reader.u16();
    for (let j = 0; j < count; j++) {
      contents = withKey(contents, { account, version: reader.u32(), seed: reader.bytes(SEED_LENGTH) });
    }
  }
  reader.end();
  return contents;
}

export class KeyVersionTakenError extends Error {
  override name = "KeyVersionTakenError";
  constructor(version: number) {
    super(`This keyring already has a key of version ${version}. Nothing was changed.`);
  }
}

export class SecretLengthError extends Error {
  override name = "SecretLengthError";
  constructor(expected: number, given: number) {
    super(`A secret of the keyring has ${expected} bytes, not ${given}. Nothing was sealed.`);
  }
}

class MalformedContentsError extends Error {
  override name = "MalformedContentsError";
}
