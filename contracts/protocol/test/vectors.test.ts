import { readFile } from "node:fs/promises";
import type { Hex } from "viem";
import { describe, expect, it } from "vitest";
import { bytesOfHex } from "../src/bytes.ts";
import { capsulesFor, parseCapsuleBundle } from "../src/capsule-bundle.ts";
import { unwrapContentKeys } from "../src/capsule.ts";
import { parseCapsule } from "../src/capsule-format.ts";
import { digestOf } from "../src/cid.ts";
import { openKeyring } from "../src/keyring.ts";
import { openHead, openPart, type ExpectedPayload } from "../src/payload-open.ts";
import { identityOfSeed } from "../src/seed.ts";
import { openCapsule, openPayload } from "./helpers/second-implementation.ts";
import { makeVectors, malformedVectors } from "./helpers/vectors.ts";

type PayloadVector = ExpectedPayload & { contentKey: Hex; head: Hex; body: Hex; parts: Hex[] };

const frozen = async (name: string) => JSON.parse(await readFile(new URL(`vectors/${name}`, import.meta.url), "utf8"));
const payload = (await frozen("payload.json")).report as PayloadVector;
const capsule = await frozen("capsule.json");
const keyring = await frozen("keyring.json");

describe("the frozen vectors", () => {
  it("are what this version makes of the same inputs, byte for byte", async () => {
    const made = JSON.parse(JSON.stringify(await makeVectors())) as Record<string, unknown>;
    for (const [name, content] of Object.entries(made)) expect(await frozen(name), name).toEqual(content);
  });

  it("open, payload and capsule and keyring", async () => {
    const opened = await openPayloadVector(bytesOfHex(payload.head));
    expect(await openPart(opened, 0, bytesOfHex(payload.parts[0]!))).toEqual(bytesOfHex(payload.body));

    const [mine] = capsulesFor(parseCapsuleBundle(bytesOfHex(capsule.bundle)), {
      account: capsule.recipient,
      keyVersion: 1,
    });
    const keys = await openCapsuleVector(bytesOfHex(capsule.capsule));
    expect(keys.map(({ contentKey }) => contentKey)).toEqual(
      capsule.keys.map((key: { contentKey: Hex }) => bytesOfHex(key.contentKey)),
    );
    expect(mine!.context.things).toHaveLength(2);

    for (const { id, secret } of [keyring.recoveryCode, keyring.wallet]) {
      const { contents } = await openKeyringVector(bytesOfHex(keyring.sealed), { id, secret: bytesOfHex(secret) });
      expect(contents.recoveryAuthoriser).toEqual(bytesOfHex(keyring.contents.recoveryAuthoriser));
      expect(contents.keys.map(({ seed }) => seed)).toEqual(
        keyring.contents.keys.map((key: { seed: Hex }) => bytesOfHex(key.seed)),
      );
    }
  });

  it("open with an implementation made from the README", () => {
    const buffer = (hex: Hex) => Buffer.from(hex.slice(2), "hex");
    const opened = openPayload(buffer(payload.head), payload.parts.map(buffer), buffer(payload.contentKey));
    expect(opened.body.equals(buffer(payload.body))).toBe(true);
    const keys = openCapsule(buffer(capsule.recipientSeed), buffer(capsule.capsule));
    expect(keys[0]!.equals(buffer(payload.contentKey))).toBe(true);
  });

  it.each(malformedVectors)("are refused with $what of the $of changed ($error)", async (malformed) => {
    const error: Error = await openChanged(malformed).then(
      () => expect.fail("it was accepted"),
      (reason) => reason,
    );
    expect(error.name).toBe(malformed.error);
  });
});

async function openChanged(malformed: (typeof malformedVectors)[number]): Promise<unknown> {
  switch (malformed.of) {
    case "payload":
      return openPayloadVector(changed(payload.head, malformed));
    case "part":
      return openPart(await openPayloadVector(bytesOfHex(payload.head)), 0, changed(payload.parts[0]!, malformed));
    case "capsule":
      return openCapsuleVector(changed(capsule.capsule, malformed));
    default: {
      const { id, secret } = keyring.recoveryCode;
      return openKeyringVector(changed(keyring.sealed, malformed), { id, secret: bytesOfHex(secret) });
    }
  }
}

function changed(hex: Hex, change: { at?: number; xor?: number; truncateTo?: number }): Uint8Array {
  const bytes = bytesOfHex(hex);
  if (change.truncateTo !== undefined) return bytes.slice(0, change.truncateTo);
  bytes[change.at!]! ^= change.xor!;
  return bytes;
}

async function openPayloadVector(head: Uint8Array) {
  return openHead(head, bytesOfHex(payload.contentKey), { ...payload, digest: await digestOf(head) });
}

async function openCapsuleVector(bytes: Uint8Array) {
  const { chainId, records, granter, recipient, keyVersion, recipientSeed } = capsule;
  const identity = identityOfSeed(bytesOfHex(recipientSeed));
  return unwrapContentKeys(parseCapsule(bytes), identity, {
    location: { chainId, records },
    granter,
    recipient,
    keyVersion,
  });
}

async function openKeyringVector(sealed: Uint8Array, unlocker: { id: Hex; secret: Uint8Array }) {
  const { chainId, registry, account } = keyring;
  return openKeyring({ location: { chainId, registry }, account }, sealed, unlocker);
}
