import { sha256 as hashOf } from "@noble/hashes/sha2.js";
import { ml_kem768 } from "@noble/post-quantum/ml-kem.js";
import fc from "fast-check";
import { bytesToHex, sha256, toHex, type Hex } from "viem";
import { beforeAll, describe, expect, it } from "vitest";
import { aesOpen, importAesKey, ONLY_NONCE } from "../src/aes-gcm.ts";
import { bytesOfHex, joinBytes, type Bytes } from "../src/bytes.ts";
import {
  capsulesFor,
  CapsuleBundleTooLongError,
  encodeCapsuleBundle,
  parseCapsuleBundle,
  parseCapsulesField,
} from "../src/capsule-bundle.ts";
import {
  CapsuleAlteredError,
  unwrapContentKeys,
  wrapContentKeys,
  WrongCapsuleError,
  type ContentKey,
} from "../src/capsule.ts";
import { EmptyCapsuleError, MalformedCapsuleError, parseCapsule, RepeatedThingError } from "../src/capsule-format.ts";
import { keyBundleOf, bundleDigestOf, parseKeyBundle } from "../src/bundle.ts";
import { deriveKey } from "../src/derive-key.ts";
import { eciesOpen, eciesSeal } from "../src/ecies.ts";
import { ownKey, type VerifiedKey } from "../src/key-publication.ts";
import { newSeed } from "../src/seed.ts";
import { actor, chart, doctor, patient, recordsLocation, stranger, type Actor } from "./helpers/actors.ts";
import { chosenBits, flipBit } from "./helpers/flip-bit.ts";

const location = recordsLocation;
const report = (suffix: number): Hex => `${chart}${suffix.toString(16).padStart(24, "0")}`;
const reportKey = (suffix = 1): ContentKey => ({
  kind: "report",
  report: report(suffix),
  version: 1,
  epoch: 1,
  contentKey: newSeed(),
});
const known = (who: Actor) => ({ location, granter: doctor.account, recipient: who.account, keyVersion: who.version });
const wrapFor = (who: Actor, keys: ContentKey[], recipient: VerifiedKey = ownKey(who, who.identity)) =>
  wrapContentKeys({ location, granter: doctor.account, recipient, keys });
const unwrapBy = (who: Actor, capsule: Uint8Array, expected = known(who)) =>
  unwrapContentKeys(parseCapsule(capsule), who.identity, expected);

/** The two halves and the rest of a capsule, to be mixed with those of another. */
function halves(capsule: Uint8Array) {
  const { encodedContext, classical, postQuantum, sealed } = parseCapsule(capsule);
  return { encodedContext, classical, postQuantum, sealed };
}

const assembled = (parts: ReturnType<typeof halves>) =>
  joinBytes(parts.encodedContext, parts.classical, parts.postQuantum, parts.sealed);

describe("a capsule", () => {
  it("opens for its recipient to the content keys that were wrapped", async () => {
    const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 });
    const version = fc.integer({ min: 1, max: 0xffff_ffff });
    const common = { report: bytes32.map((bytes) => toHex(bytes)), version, epoch: version, contentKey: bytes32 };
    const thing = fc.oneof(
      fc.record({ kind: fc.constant("report" as const), ...common }),
      fc.record({ kind: fc.constant("remark" as const), ...common, commitment: bytes32.map((bytes) => toHex(bytes)) }),
    );
    const things = fc.uniqueArray(thing, { minLength: 1, maxLength: 12, selector: ({ report }) => report });
    await fc.assert(
      fc.asyncProperty(things, async (keys) => {
        const capsule = await wrapFor(patient, keys as ContentKey[]);
        expect(await unwrapBy(patient, capsule)).toEqual(keys);
      }),
      { numRuns: 30 },
    );
  });

  it("is 1,381 bytes for one report", async () => {
    expect((await wrapFor(patient, [reportKey()])).length).toBe(1381);
  });

  it("differs each time and never shows the content key", async () => {
    const key = reportKey();
    const [one, other] = [await wrapFor(patient, [key]), await wrapFor(patient, [key])];
    expect(bytesToHex(one)).not.toBe(bytesToHex(other));
    expect(bytesToHex(one)).not.toContain(bytesToHex(key.contentKey).slice(2));
  });

  it("stays closed to anyone else, even to one who claims to be the recipient", async () => {
    const capsule = await wrapFor(patient, [reportKey()]);
    await expect(unwrapBy(stranger, capsule)).rejects.toThrow("its recipient differs");
    await expect(unwrapBy(stranger, capsule, known(patient))).rejects.toThrow(CapsuleAlteredError);
  });

  it("stays closed to another key version of its recipient", async () => {
    const capsule = await wrapFor(patient, [reportKey()]);
    const later = actor("a patient", 2);
    await expect(unwrapBy(later, capsule)).rejects.toThrow("its key version differs");
    await expect(unwrapBy(later, capsule, known(patient))).rejects.toThrow(CapsuleAlteredError);
  });

  it("is refused on another network, for another contract, or from another sender", async () => {
    const capsule = await wrapFor(patient, [reportKey()]);
    const expected = known(patient);
    for (const [field, change] of [
      ["network", { location: { ...location, chainId: 1 } }],
      ["contract", { location: { ...location, records: stranger.account } }],
      ["sender", { granter: stranger.account }],
    ] as const) {
      const error: WrongCapsuleError = await unwrapBy(patient, capsule, { ...expected, ...change }).catch(
        (reason) => reason,
      );
      expect(error).toBeInstanceOf(WrongCapsuleError);
      expect(error.field).toBe(field);
    }
  });

  it("is refused with any byte of its context changed, even by someone who rewrites what is expected", async () => {
    const capsule = await wrapFor(patient, [reportKey()]);
    const contextLength = parseCapsule(capsule).encodedContext.length;
    for (let byte = 0; byte < contextLength; byte++) {
      const bit = byte * 8 + (byte % 8);
      const error = await openAsClaimed(flipBit(capsule, bit)).catch((reason) => reason);
      expect([CapsuleAlteredError, MalformedCapsuleError], `bit ${bit}`).toContain(error.constructor);
    }
  });

  it("is refused with bits flipped anywhere else, three thousand times", async () => {
    const capsule = await wrapFor(patient, [reportKey()]);
    const { encodedContext } = parseCapsule(capsule);
    const accepted: number[] = [];
    for (const after of chosenBits("capsule", 3000, capsule.length - encodedContext.length)) {
      const bit = encodedContext.length * 8 + after;
      await unwrapBy(patient, flipBit(capsule, bit)).then(
        () => accepted.push(bit),
        (error) => expect(error).toBeInstanceOf(CapsuleAlteredError),
      );
    }
    expect(accepted).toEqual([]);
  });

  it("is refused when cut anywhere or prolonged", async () => {
    const capsule = await wrapFor(patient, [reportKey()]);
    for (let length = 0; length < capsule.length; length++) {
      expect(() => parseCapsule(capsule.subarray(0, length))).toThrow(MalformedCapsuleError);
    }
    expect(() => parseCapsule(joinBytes(capsule, Uint8Array.of(0)))).toThrow(MalformedCapsuleError);
  });

  it("wraps at least one key, and none twice", async () => {
    await expect(wrapFor(patient, [])).rejects.toThrow(EmptyCapsuleError);
    await expect(wrapFor(patient, [reportKey(1), reportKey(1)])).rejects.toThrow(RepeatedThingError);
  });

  it("is refused when it names a thing twice", async () => {
    const capsule = await wrapFor(patient, [reportKey(1), reportKey(2)]);
    capsule.copyWithin(75 + 41, 75, 75 + 41);
    expect(() => parseCapsule(capsule)).toThrow(MalformedCapsuleError);
  });

  it("tells a report from a remark on it, and one epoch from another", async () => {
    const commitment = sha256("0x01");
    const base = { report: report(1), version: 1, epoch: 1 };
    const keys: ContentKey[] = [
      { kind: "report", ...base, contentKey: newSeed() },
      { kind: "remark", ...base, commitment, contentKey: newSeed() },
      { kind: "report", ...base, epoch: 2, contentKey: newSeed() },
      { kind: "report", ...base, version: 2, contentKey: newSeed() },
    ];
    expect(await unwrapBy(patient, await wrapFor(patient, keys))).toEqual(keys);
  });
});

describe("the two locks of a capsule", () => {
  let [one, other]: Bytes[] = [];
  beforeAll(async () => {
    [one, other] = [await wrapFor(patient, [reportKey()]), await wrapFor(patient, [reportKey()])];
  });

  it("do not open with the halves of two capsules mixed, in any combination", async () => {
    const fields = ["encodedContext", "classical", "postQuantum", "sealed"] as const;
    for (let mask = 1; mask < 15; mask++) {
      const mixed = { ...halves(one!) };
      fields.forEach((field, i) => {
        if (mask & (1 << i)) mixed[field] = halves(other!)[field];
      });
      const isSameCapsule = mask === 0b1110; // only the context came from the other one, and these two are equal
      const opening = unwrapBy(patient, assembled(mixed));
      if (isSameCapsule || mask === 0b0001) await expect(opening).resolves.toHaveLength(1);
      else await expect(opening).rejects.toThrow(CapsuleAlteredError);
    }
  });

  it("both count: whoever has only the classical secret key stays outside", async () => {
    const withoutPostQuantum = { ...patient, identity: { ...patient.identity, mlKem768: stranger.identity.mlKem768 } };
    await expect(unwrapBy(withoutPostQuantum, one!)).rejects.toThrow(CapsuleAlteredError);
  });

  it("both count: whoever has only the post-quantum secret key stays outside", async () => {
    const withoutClassical = { ...patient, identity: { ...patient.identity, secp256k1: stranger.identity.secp256k1 } };
    await expect(unwrapBy(withoutClassical, one!)).rejects.toThrow(CapsuleAlteredError);
  });

  it("do not open with either half replaced by one made for the same recipient", async () => {
    const { secp256k1, mlKem768 } = patient.identity;
    const [classical, postQuantum] = [
      await eciesSeal(secp256k1.publicKey, newSeed()),
      new Uint8Array(ml_kem768.encapsulate(mlKem768.publicKey).cipherText),
    ];
    const genuine = halves(one!);
    // Even the very secret of the first half, sealed once more, does not fit.
    const secret = (await eciesOpen(secp256k1.secretKey, genuine.classical))!;
    const again = await eciesSeal(secp256k1.publicKey, secret);
    for (const change of [{ classical }, { postQuantum }, { classical, postQuantum }, { classical: again }]) {
      await expect(unwrapBy(patient, assembled({ ...genuine, ...change }))).rejects.toThrow(CapsuleAlteredError);
    }
  });

  it("keep the content key from whoever broke one of them and knows its secret", async () => {
    const { context, encodedContext, classical, postQuantum, sealed } = parseCapsule(one!);
    const { secp256k1, mlKem768 } = patient.identity;
    const secrets = {
      classical: (await eciesOpen(secp256k1.secretKey, classical))!,
      postQuantum: new Uint8Array(ml_kem768.decapsulate(postQuantum, mlKem768.secretKey)),
    };
    const transcript = hashOf(
      joinBytes(classical, postQuantum, bytesOfHex(bundleDigestOf(keyBundleOf(patient.identity))), encodedContext),
    );
    const opens = async (first: Bytes, second: Bytes) => {
      const key = deriveKey(joinBytes(first, second), "capsule", { context: transcript });
      return (await aesOpen(await importAesKey(key), ONLY_NONCE, sealed, encodedContext)) !== null;
    };
    expect(context.things).toHaveLength(1);
    expect(await opens(secrets.classical, secrets.postQuantum)).toBe(true);
    for (const guess of [new Uint8Array(32), newSeed(), secrets.classical]) {
      expect(await opens(secrets.classical, guess)).toBe(false);
    }
    for (const guess of [new Uint8Array(32), newSeed(), secrets.postQuantum]) {
      expect(await opens(guess, secrets.postQuantum)).toBe(false);
    }
  });

  it("are bound to the whole bundle: one made for a bundle with a swapped half does not open", async () => {
    const encodedBundle = keyBundleOf({ ...patient.identity, mlKem768: stranger.identity.mlKem768 });
    const forged = {
      ...ownKey(patient, patient.identity),
      bundle: parseKeyBundle(encodedBundle),
      encodedBundle,
      bundleDigest: bundleDigestOf(encodedBundle),
    };
    await expect(unwrapBy(patient, await wrapFor(patient, [reportKey()], forged))).rejects.toThrow(CapsuleAlteredError);
    const wrongDigest = { ...ownKey(patient, patient.identity), bundleDigest: sha256("0x01") };
    await expect(unwrapBy(patient, await wrapFor(patient, [reportKey()], wrongDigest))).rejects.toThrow(
      CapsuleAlteredError,
    );
  });
});

describe("a capsule bundle", () => {
  it("gives each recipient their own capsules, by key version", async () => {
    const later = actor("a patient", 2);
    const keys = [reportKey()];
    const capsules = await Promise.all([patient, later, doctor].map((who) => wrapFor(who, keys)));
    const bundle = parseCapsuleBundle(encodeCapsuleBundle(capsules));
    expect(capsulesFor(bundle, { account: patient.wallet.address })).toHaveLength(2);
    expect(capsulesFor(bundle, { account: stranger.account })).toEqual([]);
    const [mine] = capsulesFor(bundle, { account: patient.account, keyVersion: 2 });
    expect(await unwrapContentKeys(mine!, later.identity, known(later))).toEqual(keys);
  });

  it("is refused when cut, prolonged, or when it holds something else", async () => {
    const bundle = encodeCapsuleBundle([await wrapFor(patient, [reportKey()])]);
    for (let length = 0; length < bundle.length; length++) {
      expect(() => parseCapsuleBundle(bundle.subarray(0, length))).toThrow(MalformedCapsuleError);
    }
    expect(() => parseCapsuleBundle(joinBytes(bundle, Uint8Array.of(0)))).toThrow(MalformedCapsuleError);
    expect(() => parseCapsuleBundle(encodeCapsuleBundle([new Uint8Array(9)]))).toThrow(MalformedCapsuleError);
    expect(() => encodeCapsuleBundle([new Uint8Array(2 ** 20)])).toThrow(CapsuleBundleTooLongError);
  });

  it("is told from the digest of a stored one by its length", async () => {
    const bundle = encodeCapsuleBundle([await wrapFor(patient, [reportKey()])]);
    const digest = sha256(bundle);
    expect(parseCapsulesField(digest)).toEqual({ kind: "stored", digest });
    expect(parseCapsulesField(bytesToHex(bundle))).toEqual({ kind: "inline", bundle });
    expect(() => parseCapsulesField("0x1234")).toThrow(MalformedCapsuleError);
  });
});

/** Opens a capsule believing all it claims, as a reader would whose node lies to match it. */
async function openAsClaimed(capsule: Uint8Array) {
  const parsed = parseCapsule(capsule);
  return unwrapContentKeys(parsed, patient.identity, parsed.context);
}
