import { secp256k1 } from "@noble/curves/secp256k1.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { aesOpen, aesSeal, importAesKey, ONLY_NONCE } from "../../src/aes-gcm.ts";
import { joinBytes, type Bytes } from "../../src/bytes.ts";
import { unwrapContentKeys, wrapContentKeys, type ContentKey } from "../../src/capsule.ts";
import { parseCapsule } from "../../src/capsule-format.ts";
import { deriveKey } from "../../src/derive-key.ts";
import { eciesOpen, eciesSeal } from "../../src/ecies.ts";
import { ownKey } from "../../src/key-publication.ts";
import { randomBytes } from "../../src/random.ts";
import { chart, doctor, patient, recordsLocation } from "../helpers/actors.ts";

/**
 * Milliseconds of one act each, for one content key and one recipient: a shared secret by secp256k1 alone (`ecdh`), a capsule with the
 * classical lock alone, and one with both locks, as capsules are.
 */
export type Wrapping = { ecdh: number; classicalWrap: number; classicalUnwrap: number; wrap: number; unwrap: number };

export async function measureWrapping(rounds: number): Promise<Wrapping[]> {
  const { secretKey, publicKey } = patient.identity.secp256k1;
  const recipient = ownKey(patient, patient.identity);
  const secret = randomBytes(32);
  const key: ContentKey = {
    kind: "report",
    report: `${chart}${"00".repeat(12)}`,
    version: 1,
    epoch: 1,
    contentKey: secret,
  };
  const wrapping = { location: recordsLocation, granter: doctor.account, recipient, keys: [key] };
  const { account, version: keyVersion } = patient;
  const known = { location: recordsLocation, granter: doctor.account, recipient: account, keyVersion };
  const capsule = parseCapsule(await wrapContentKeys(wrapping));
  const { encodedContext } = capsule;
  const oneLock = await wrapWithOneLock(publicKey, encodedContext, secret);

  const acts = {
    ecdh: () => secp256k1.getSharedSecret(secretKey, publicKey),
    classicalWrap: () => wrapWithOneLock(publicKey, encodedContext, secret),
    classicalUnwrap: () => unwrapWithOneLock(secretKey, encodedContext, oneLock),
    wrap: () => wrapContentKeys(wrapping),
    unwrap: () => unwrapContentKeys(capsule, patient.identity, known),
  };
  const measured: Wrapping[] = [];
  // In turn, so that whatever else the machine does falls on all of them.
  for (let round = 0; round < rounds; round++) {
    measured.push({
      ecdh: await timed(acts.ecdh),
      classicalWrap: await timed(acts.classicalWrap),
      classicalUnwrap: await timed(acts.classicalUnwrap),
      wrap: await timed(acts.wrap),
      unwrap: await timed(acts.unwrap),
    });
  }
  return measured;
}

/** A capsule as capsules are, but for its second lock. */
async function wrapWithOneLock(publicKey: Uint8Array, context: Bytes, contentKey: Bytes) {
  const s1 = randomBytes(32);
  const classical = await eciesSeal(publicKey, s1);
  const sealed = await aesSeal(await keyOf(s1, classical, context), ONLY_NONCE, contentKey, context);
  return { classical, sealed };
}

async function unwrapWithOneLock(
  secretKey: Uint8Array,
  context: Bytes,
  { classical, sealed }: { classical: Bytes; sealed: Bytes },
) {
  const s1 = await eciesOpen(secretKey, classical);
  const opened = s1 && (await aesOpen(await keyOf(s1, classical, context), ONLY_NONCE, sealed, context));
  if (!opened) throw new Error("What was opened is not what was wrapped.");
}

function keyOf(s1: Bytes, classical: Bytes, context: Bytes) {
  return importAesKey(deriveKey(s1, "capsule", { context: sha256(joinBytes(classical, context)) }));
}

async function timed(act: () => unknown): Promise<number> {
  const begin = performance.now();
  await act();
  return performance.now() - begin;
}
