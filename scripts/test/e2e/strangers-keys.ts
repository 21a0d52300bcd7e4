import { unwrapContentKeys } from "@chartkey/protocol/capsule";
import { parseCapsuleBundle, parseCapsulesField } from "@chartkey/protocol/capsule-bundle";
import { type Capsule, MalformedCapsuleError } from "@chartkey/protocol/capsule-format";
import { cidOfDigest } from "@chartkey/protocol/cid";
import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { openKeyring, parseKeyring, WrongUnlockerError } from "@chartkey/protocol/keyring";
import { MalformedKeyringError, type Unlocker } from "@chartkey/protocol/keyring-format";
import { identityOfSeed, type Identity } from "@chartkey/protocol/seed";
import { bytesToHex, hexToBytes, isAddressEqual, type Address, type Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { publicClient, stack } from "./stack.ts";

/** Which capsules are tried: all but those of an account, or only those. */
export type Whose = { except?: Address; only?: Address };

/**
 * Tries every capsule there is with keys that someone who is no recipient holds, both as a seed and as an encryption key itself,
 * and as if the capsule had been made for them.
 */
export async function capsulesOpenedBy(
  keys: readonly Uint8Array[],
  { except, only }: Whose = {},
): Promise<{ tried: number; opened: number }> {
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
  const attempts = capsules.flatMap((capsule) => identities.map((identity) => isOpened(capsule, identity)));
  const opened = (await Promise.all(attempts)).filter(Boolean).length;
  return { tried: attempts.length, opened };
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

async function isOpened(capsule: Capsule, identity: Identity): Promise<boolean> {
  const { granter, recipient, keyVersion } = capsule.context;
  try {
    await unwrapContentKeys(capsule, identity, { location: stack, granter, recipient, keyVersion });
    return true;
  } catch {
    return false;
  }
}

async function capsuleFields(): Promise<Hex[]> {
  const logs = await publicClient.getContractEvents({ address: stack.records, abi: recordsAbi, fromBlock: 0n });
  return logs.flatMap(({ args }) => ("capsules" in args && args.capsules !== undefined ? [args.capsules] : []));
}

async function capsulesIn(field: Hex): Promise<Capsule[]> {
  const parsed = parseCapsulesField(field);
  if (parsed.kind === "inline") return readable(parsed.bundle);
  const response = await fetch(`${stack.gatewayUrl}/ipfs/${cidOfDigest(parsed.digest)}?format=raw`);
  // A patient erased the report, and had the store forget it: nobody opens what is gone.
  if (response.status === 404) return [];
  return readable(new Uint8Array(await response.arrayBuffer()));
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
