import { readFile } from "node:fs/promises";
import { ml_kem768 } from "@noble/post-quantum/ml-kem.js";
import { bytesToHex, type Hex } from "viem";
import { describe, expect, it } from "vitest";
import { parseKeyBundle } from "../src/bundle.ts";
import { bytesOfHex, joinBytes } from "../src/bytes.ts";
import { capsulesFor, parseCapsuleBundle, parseCapsulesField } from "../src/capsule-bundle.ts";
import { unwrapContentKeys } from "../src/capsule.ts";
import { parseCapsule } from "../src/capsule-format.ts";
import { cardCodeOf, parseCardCode } from "../src/card-code.ts";
import { digestOf } from "../src/cid.ts";
import { parseKeyCopy } from "../src/key-copy.ts";
import { verifyKeyPublication, type KeyPublication } from "../src/key-publication.ts";
import { openKeyring } from "../src/keyring.ts";
import { openBody, openHead, openPart, type ExpectedPayload } from "../src/payload-open.ts";
import { PART_SIZE } from "../src/payload-format.ts";
import { decodeReportMetadata } from "../src/report-metadata.ts";
import { identityOfSeed } from "../src/seed.ts";
import type { RegistryLocation } from "../src/typed-data.ts";
import { parsePasskeyUnlocker } from "../src/unlocker-passkey.ts";
import { parseRecoveryCode, recoveryCodeSecret } from "../src/unlocker-recovery-code.ts";
import {
  derive,
  eciesSeal,
  gcmSeal,
  keysOf,
  leaf,
  openCapsule,
  openKeyring as openedByReadme,
  openPayload,
  root,
  sha256,
} from "./helpers/second-implementation.ts";
import { sampleBytes } from "./helpers/sealed-report.ts";
import { makeVectors, malformedVectors } from "./helpers/vectors.ts";
import type { capsuleWorkings, payloadWorkings } from "./helpers/workings.ts";

type RefusedPublication = RegistryLocation & { what: string; publication: KeyPublication; error: string };
type RefusedCode = { what: string; text: string; error: string; group?: number | null };
type PayloadVector = ExpectedPayload & { contentKey: Hex; head: Hex; body: Hex; partDigests: Hex[]; parts: Hex[] };
type PayloadWorkings = Awaited<ReturnType<typeof payloadWorkings>>;
type CapsuleWorkings = Record<keyof Awaited<ReturnType<typeof capsuleWorkings>>, Hex>;
type Refusal = Change & {
  of: string;
  what: string;
  error: string;
  parts?: (number | string | null)[];
  value?: Hex;
  text?: string;
};

const frozen = async (name: string) => JSON.parse(await readFile(new URL(`vectors/${name}`, import.meta.url), "utf8"));
const payloads = (await frozen("payload.json")) as Record<string, PayloadVector>;
const payload = payloads["report"]!;
const workings = (await frozen("workings.json")) as Record<
  "report" | "reportOfTwoParts" | "remark",
  PayloadWorkings
> & {
  capsule: CapsuleWorkings;
};
const refusals = (await frozen("refusals.json")) as Refusal[];
const keys = (await frozen("keys.json")) as { patient: { bundle: Hex } };
const capsule = await frozen("capsule.json");
const keyring = await frozen("keyring.json");
const keyCopy = await frozen("key-copy.json");
const codes = await frozen("codes.json");
const passkey = await frozen("passkey.json");
const publications = (await frozen("publications.json")) as RefusedPublication[];

const buffer = (hex: Hex) => Buffer.from(hex.slice(2), "hex");

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

  it("say of a copy of a key what its event says, read field by field", async () => {
    const { chainId, registry, copy, digest, cid: _, ...published } = keyCopy;
    expect(parseKeyCopy({ chainId, registry }, bytesOfHex(copy))).toEqual(published);
    expect(await digestOf(bytesOfHex(copy))).toBe(digest);
    const bytes = buffer(copy);
    expect(bytes.subarray(0, 4).toString()).toBe("CKKC");
    expect(bytes.readUInt32BE(53)).toBe(published.version);
    let at = 57;
    for (const field of ["bundle", "keyring", "possession", "accountSignature"]) {
      const length = bytes.readUInt16BE(at);
      expect(bytesToHex(bytes.subarray(at + 2, at + 2 + length)), field).toBe(published[field]);
      at += 2 + length;
    }
    expect(at).toBe(bytes.length);
  });

  it("open with an implementation made from the README", () => {
    const opened = openPayload(buffer(payload.head), payload.parts.map(buffer), buffer(payload.contentKey));
    expect(opened.body.equals(buffer(payload.body))).toBe(true);
    const keys = openCapsule(buffer(capsule.recipientSeed), buffer(capsule.capsule));
    expect(keys[0]!.equals(buffer(payload.contentKey))).toBe(true);
  });

  it("follow from the workings beside them, step by step with OpenSSL", () => {
    for (const name of ["report", "reportOfTwoParts", "remark"] as const) {
      const { contentKey, head, context, commitment, partDigests } = payloads[name]!;
      const working = workings[name]!;
      const [salt, key] = [buffer(working.salt), buffer(contentKey)];
      expect(derive(key, "payload/head", { salt }).equals(buffer(working.headKey))).toBe(true);
      expect(derive(key, "payload/parts", { salt }).equals(buffer(working.partsKey))).toBe(true);
      expect(derive(key, "payload/key-commitment", { salt }).equals(buffer(working.keyCommitment))).toBe(true);
      expect(root(working.leaves.map(buffer)).equals(buffer(commitment))).toBe(true);
      expect(leaf(buffer(working.blinding), 0, Buffer.from(working.metadata)).equals(buffer(working.leaves[0]!))).toBe(
        true,
      );

      const body = sampleBytes((JSON.parse(working.metadata) as { length: number }).length);
      const parts = partsFrom(working, body);
      expect(parts.map((part) => `0x${sha256(part).toString("hex")}`)).toEqual(partDigests);
      parts.forEach((_, i) => {
        const content = body.subarray(i * PART_SIZE, (i + 1) * PART_SIZE);
        expect(leaf(buffer(working.blinding), i + 1, Buffer.from(content)).equals(buffer(working.leaves[i + 1]!))).toBe(
          true,
        );
      });

      const clear = buffer(head).subarray(0, 166 + 32 * parts.length);
      expect(clear.subarray(34, 66).equals(buffer(context.report))).toBe(true);
      const sealed = gcmSeal(buffer(working.headKey), buffer(working.headNonce), buffer(working.section), clear);
      expect(Buffer.concat([clear, sealed]).equals(buffer(head))).toBe(true);
    }
  });

  it("follow from the workings of the capsule, from its random inputs on", () => {
    const working = workings.capsule;
    const bundle = buffer(working.recipientBundle);
    expect(keysOf(buffer(capsule.recipientSeed)).bundle.equals(bundle)).toBe(true);
    const c1 = eciesSeal(
      bundle.subarray(1, 34),
      buffer(working.s1),
      buffer(working.ephemeralSecretKey),
      buffer(working.iv),
    );
    expect(c1.equals(buffer(working.c1))).toBe(true);
    const { cipherText, sharedSecret } = ml_kem768.encapsulate(bundle.subarray(34), buffer(working.m));
    expect([bytesToHex(cipherText), bytesToHex(sharedSecret)]).toEqual([working.c2, working.s2]);
    const [context, c2] = [buffer(working.context), buffer(working.c2)];
    const transcript = sha256(c1, c2, buffer(working.bundleDigest), context);
    expect(transcript.equals(buffer(working.transcript))).toBe(true);
    const key = derive(Buffer.concat([buffer(working.s1), buffer(working.s2)]), "capsule", { context: transcript });
    expect(key.equals(buffer(working.key))).toBe(true);
    const sealed = gcmSeal(key, buffer(working.nonce), buffer(working.plaintext), context);
    expect(Buffer.concat([context, c1, c2, sealed]).equals(buffer(capsule.capsule))).toBe(true);
  });

  it.each(refusals)("are refused: $of, $what ($error)", async (refusal) => {
    const error: Error = await offered(refusal).then(
      () => expect.fail("it was accepted"),
      (reason) => reason,
    );
    expect(error.name).toBe(refusal.error);
  });

  it.each(publications)("hold a publication that is refused: $what ($error)", async ({ publication, error, ...at }) => {
    await expect(verifyKeyPublication(at, publication)).rejects.toMatchObject({ name: error });
  });

  it("hold codes as people type them, which are read as the written ones", () => {
    const { cardCode, recoveryCode } = codes;
    expect(cardCodeOf(cardCode.chart)).toBe(cardCode.written);
    for (const text of cardCode.typed) expect(parseCardCode(text)).toBe(cardCode.written);
    for (const text of recoveryCode.typed) {
      expect(bytesToHex(recoveryCodeSecret(parseRecoveryCode(text)))).toBe(recoveryCode.secret);
    }
    expect(
      derive(Buffer.from(recoveryCode.written), "unlocker/recovery-code").equals(buffer(recoveryCode.secret)),
    ).toBe(true);
  });

  it.each(codes.cardCode.refused as RefusedCode[])("hold a card code that is refused: $what", ({ text, error }) => {
    expect(thrownBy(() => parseCardCode(text))).toMatchObject({ name: error });
  });

  it.each(codes.recoveryCode.refused as RefusedCode[])(
    "hold a recovery code that is refused: $what, group $group",
    ({ text, error, group }) => {
      expect(thrownBy(() => parseRecoveryCode(text))).toMatchObject({ name: error, group });
    },
  );

  it("hold a keyring that a passkey opens, with what is said of it in clear", async () => {
    const { sealed, chainId, registry, account, id, secret, seed, parameters, labels, ...said } = passkey;
    const place = { location: { chainId, registry }, account };
    const opened = await openKeyring(place, bytesOfHex(sealed), { id, secret: bytesOfHex(secret) });
    expect(opened.contents.keys).toEqual([{ account, version: 1, seed: bytesOfHex(seed) }]);
    expect(opened.labels).toEqual(labels);
    const unlocker = opened.header.unlockers.find((each) => each.id === id)!;
    expect(bytesToHex(unlocker.parameters)).toBe(parameters);
    const { salt, relyingParty, credentialId } = parsePasskeyUnlocker(unlocker.parameters);
    expect({ salt: bytesToHex(salt), relyingParty, credentialId: bytesToHex(credentialId) }).toEqual({
      salt: said.salt,
      relyingParty: said.relyingParty,
      credentialId: said.credentialId,
    });
    expect(openedByReadme(buffer(sealed), 1, buffer(secret)).includes(buffer(seed))).toBe(true);
  });

  it.each(passkey.malformed as (Change & { what: string; error: string })[])(
    "hold what is said of a passkey, refused with $what",
    ({ error, ...change }) => {
      expect(thrownBy(() => parsePasskeyUnlocker(changed(passkey.parameters, change)))).toMatchObject({ name: error });
    },
  );

  it("hold metadata that is refused for what is said of it and for nothing else", () => {
    const valid = refusals.find(({ what }) => what === "format 2")!.text!.replace('"format":2', '"format":1');
    expect(decodeReportMetadata(new TextEncoder().encode(valid)).title).toBe("Letter");
  });

  it.each(malformedVectors)("are refused with $what of the $of changed ($error)", async (malformed) => {
    const error: Error = await openChanged(malformed).then(
      () => expect.fail("it was accepted"),
      (reason) => reason,
    );
    expect(error.name).toBe(malformed.error);
  });
});

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return expect.fail("it was accepted");
}

/** What a refusal says, done to the frozen vector. */
async function offered(refusal: Refusal): Promise<unknown> {
  switch (refusal.of) {
    case "parts":
      return readParts(refusal.parts ?? []);
    case "capsuleBundle":
      return parseCapsuleBundle(changed(capsule.bundle, refusal));
    case "capsulesField":
      return parseCapsulesField(refusal.value!);
    case "keyBundle":
      return parseKeyBundle(changed(keys.patient.bundle, refusal));
    default:
      return decodeReportMetadata(new TextEncoder().encode(refusal.text));
  }
}

async function readParts(order: readonly (number | string | null)[]): Promise<void> {
  const vector = payloads["reportOfTwoParts"]!;
  const own = partsFrom(workings.reportOfTwoParts!, sampleBytes(PART_SIZE + 1));
  const opened = await openHead(bytesOfHex(vector.head), bytesOfHex(vector.contentKey), vector);
  const given = order.map((part) =>
    part === null ? null : typeof part === "number" ? own[part]! : bytesOfHex(payload.parts[0]!),
  );
  for await (const chunk of openBody(opened, async ({ index }) => given[index] ?? null)) void chunk;
}

/** The sealed parts of a payload, from its workings and its body. */
function partsFrom({ partsKey, partNonces, paddedLength }: PayloadWorkings, body: Uint8Array): Buffer[] {
  const padded = Buffer.alloc(paddedLength);
  padded.set(body);
  return partNonces.map((nonce, i) =>
    gcmSeal(buffer(partsKey), buffer(nonce), padded.subarray(i * PART_SIZE, (i + 1) * PART_SIZE), Buffer.alloc(0)),
  );
}

async function openChanged(malformed: (typeof malformedVectors)[number]): Promise<unknown> {
  switch (malformed.of) {
    case "payload":
      return openPayloadVector(changed(payload.head, malformed));
    case "part":
      return openPart(await openPayloadVector(bytesOfHex(payload.head)), 0, changed(payload.parts[0]!, malformed));
    case "capsule":
      return openCapsuleVector(changed(capsule.capsule, malformed));
    case "key copy": {
      const location = { chainId: keyCopy.chainId, registry: keyCopy.registry };
      return verifyKeyPublication(location, parseKeyCopy(location, changed(keyCopy.copy, malformed)));
    }
    default: {
      const { id, secret } = keyring.recoveryCode;
      return openKeyringVector(changed(keyring.sealed, malformed), { id, secret: bytesOfHex(secret) });
    }
  }
}

type Change = { at?: number; xor?: number; set?: Hex; truncateTo?: number; append?: Hex };

function changed(hex: Hex, change: Change): Uint8Array {
  const bytes = bytesOfHex(hex);
  if (change.truncateTo !== undefined || change.append) {
    return joinBytes(bytes.slice(0, change.truncateTo), bytesOfHex(change.append ?? "0x"));
  }
  if (change.set) {
    bytes.set(bytesOfHex(change.set), change.at);
    return bytes;
  }
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
