import { type ContentKey, unwrapContentKeys } from "@chartkey/protocol/capsule";
import { parseCapsuleBundle, parseCapsulesField } from "@chartkey/protocol/capsule-bundle";
import { type Capsule, MalformedCapsuleError } from "@chartkey/protocol/capsule-format";
import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { openKeyring, parseKeyring, WrongUnlockerError } from "@chartkey/protocol/keyring";
import { MalformedKeyringError, type Unlocker } from "@chartkey/protocol/keyring-format";
import { MalformedPayloadError, parsePayload, type PayloadContext } from "@chartkey/protocol/payload-format";
import { CommitmentMismatchError, openHead, WrongContentKeyError } from "@chartkey/protocol/payload-open";
import { identityOfSeed, type Identity } from "@chartkey/protocol/seed";
import { bytesToHex, hexToBytes, isAddressEqual, zeroHash, type Address, type Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { publicClient, stack } from "./stack.ts";
import { stored } from "./stored.ts";

/** Which capsules are tried: all but those of an account, or only those. */
export type Whose = { except?: Address; only?: Address };

/**
 * Tries every capsule there is with keys that someone who is no recipient holds, both as a seed and as an encryption key itself,
 * and as if the capsule had been made for them.
 */
export async function capsulesOpenedBy(
  keys: readonly Uint8Array[],
  { except, only }: Whose = {},
): Promise<{ tried: number; opened: number; contentKeys: ContentKey[] }> {
  const identities = keys.flatMap((key): Identity[] => {
    const identity = identityOfSeed(key);
    const direct = { secretKey: new Uint8Array(key), publicKey: compressedPublicKey(key) };
    return [identity, { ...identity, secp256k1: direct }];
  });
  const every = (await Promise.all((await capsuleFields()).map(capsulesIn))).flat();
  const capsules = every.filter(
    ({ context: { recipient } }) =>
      (!except || !isAddressEqual(recipient, except)) && (!only || isAddressEqual(recipient, only)),
  );
  const attempts = capsules.flatMap((capsule) => identities.map((identity) => openedBy(capsule, identity)));
  const opened = (await Promise.all(attempts)).filter((keys) => keys !== null);
  return { tried: attempts.length, opened: opened.length, contentKeys: opened.flat() };
}

/**
 * Tries the head of every payload there ever was with secrets in the place of its content key, believing whatever the head says of
 * itself.
 *
 * @returns Of which reports something opened.
 */
export async function payloadsOpenedBy(secrets: readonly Uint8Array[]): Promise<{ tried: number; opened: Hex[] }> {
  const digests = [...new Set(await payloadDigests())];
  const heads = await Promise.all(digests.map(async (digest) => ({ digest, head: await stored(digest) })));
  const attempts = heads.flatMap(({ digest, head }) =>
    head
      ? contextsOf(head).flatMap((context) => secrets.map((secret) => isHeadOpened(head, secret, context, digest)))
      : [],
  );
  const opened = (await Promise.all(attempts)).filter((report) => report !== null);
  return { tried: attempts.length, opened };
}

/** None where an author published something else as a head: that opens for nobody. */
function contextsOf(head: Uint8Array): PayloadContext[] {
  try {
    return [parsePayload(head).header];
  } catch (error) {
    if (error instanceof MalformedPayloadError) return [];
    throw error;
  }
}

/** The report, or null when the secret does not open it. What it was committed to does not matter: reading it would be enough. */
async function isHeadOpened(
  head: Uint8Array,
  secret: Uint8Array,
  context: PayloadContext,
  digest: Hex,
): Promise<Hex | null> {
  try {
    await openHead(head, secret, { context, commitment: zeroHash, digest });
  } catch (error) {
    if (error instanceof WrongContentKeyError) return null;
    if (!(error instanceof CommitmentMismatchError)) throw error;
  }
  return context.report;
}

async function payloadDigests(): Promise<Hex[]> {
  const logs = await publicClient.getContractEvents({
    address: stack.records,
    abi: recordsAbi,
    fromBlock: 0n,
    strict: true,
  });
  return logs.flatMap(({ args }) => {
    if ("payloads" in args) return args.payloads;
    return "payload" in args ? [args.payload] : [];
  });
}

/** Tries every sealed keyring on the chain with secrets of strangers, each in the place of every way to unlock. */
export async function keyringsOpenedBy(
  secrets: readonly Uint8Array[],
  { except, only }: Whose = {},
): Promise<{ tried: number; opened: number }> {
  const logs = await publicClient.getContractEvents({
    address: stack.registry,
    abi: registryAbi,
    eventName: "KeyPublished",
    fromBlock: 0n,
    strict: true,
  });
  const attempts = logs
    .map(({ args }) => ({ account: args.account, sealed: hexToBytes(args.keyring) }))
    .filter(({ account }) => (!except || !isAddressEqual(account, except)) && (!only || isAddressEqual(account, only)))
    .flatMap(({ account, sealed }) =>
      waysInto(sealed).flatMap(({ id }) =>
        secrets.map((secret) => isKeyringOpened({ location: stack, account }, sealed, { id, secret })),
      ),
    );
  const opened = (await Promise.all(attempts)).filter(Boolean).length;
  return { tried: attempts.length, opened };
}

/** None where somebody published something else as a keyring: that opens for nobody. */
function waysInto(sealed: Uint8Array): Unlocker[] {
  try {
    return parseKeyring(sealed).unlockers;
  } catch (error) {
    if (error instanceof MalformedKeyringError) return [];
    throw error;
  }
}

function isKeyringOpened(...[place, sealed, unlocker]: Parameters<typeof openKeyring>): Promise<boolean> {
  return openKeyring(place, sealed, unlocker).then(
    () => true,
    (error: unknown) => {
      if (error instanceof WrongUnlockerError) return false;
      throw error;
    },
  );
}

/** 33 bytes, SEC 1. */
function compressedPublicKey(key: Uint8Array): Uint8Array<ArrayBuffer> {
  const [, ...coordinates] = hexToBytes(privateKeyToAccount(bytesToHex(key)).publicKey);
  return Uint8Array.from([coordinates[63]! % 2 === 0 ? 2 : 3, ...coordinates.slice(0, 32)]);
}

/** The content keys in a capsule; null when it does not open. */
async function openedBy(capsule: Capsule, identity: Identity): Promise<ContentKey[] | null> {
  const { granter, recipient, keyVersion } = capsule.context;
  try {
    return await unwrapContentKeys(capsule, identity, { location: stack, granter, recipient, keyVersion });
  } catch {
    return null;
  }
}

async function capsuleFields(): Promise<Hex[]> {
  const logs = await publicClient.getContractEvents({ address: stack.records, abi: recordsAbi, fromBlock: 0n });
  return logs.flatMap(({ args }) => ("capsules" in args && args.capsules !== undefined ? [args.capsules] : []));
}

async function capsulesIn(field: Hex): Promise<Capsule[]> {
  const parsed = parseCapsulesField(field);
  if (parsed.kind === "inline") return readable(parsed.bundle);
  const bundle = await stored(parsed.digest);
  return bundle ? readable(bundle) : [];
}

/** Whoever adds a report may write anything as its keys; what is none opens for nobody. */
function readable(bundle: Uint8Array): Capsule[] {
  try {
    return parseCapsuleBundle(bundle);
  } catch (error) {
    if (error instanceof MalformedCapsuleError) return [];
    throw error;
  }
}
