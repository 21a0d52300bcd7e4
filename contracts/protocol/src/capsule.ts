import { sha256 } from "@noble/hashes/sha2.js";
import { ml_kem768 } from "@noble/post-quantum/ml-kem.js";
import type { Address } from "viem";
import { aesOpen, aesSeal, importAesKey, ONLY_NONCE } from "./aes-gcm.ts";
import { bundleDigestOf, keyBundleOf } from "./bundle.ts";
import { fixedBytes, joinBytes, unshared, type Bytes } from "./bytes.ts";
import { encodeCapsuleContext, type Capsule, type CapsuleContext, type SealedThing } from "./capsule-format.ts";
import { deriveKey } from "./derive-key.ts";
import { eciesOpen, eciesSeal } from "./ecies.ts";
import type { VerifiedKey } from "./key-publication.ts";
import { CONTENT_KEY_LENGTH, ContentKeyLengthError } from "./payload-keys.ts";
import { randomBytes } from "./random.ts";
import type { RecordsLocation } from "./report-id.ts";
import type { Identity } from "./seed.ts";

/**
 * [Note: two locks on every capsule] A capsule opens only with both of the recipient's secret keys. s1, 32 random bytes, is sealed
 * by ECIES to the secp256k1 key; s2 is the shared secret of ML-KEM-768 (FIPS 203). The key that seals the content keys is
 *
 *   K = HKDF-SHA-256(s1 ‖ s2, info = label ‖ SHA-256(c1 ‖ c2 ‖ bundle digest ‖ context))
 *
 * so it stays secret while either lock holds: against a flaw in the young one today, against a quantum computer later. Hashing both
 * ciphertexts and the whole context into K means that no half of one capsule fits another, and that nobody can present a capsule as
 * made for another report, reader, epoch or key version.
 */

/** A content key and what it opens. Secret. */
export type ContentKey = SealedThing & { contentKey: Bytes };

/** Wraps content keys for one recipient, whose published key was verified. Answers the bytes of one capsule. */
export async function wrapContentKeys(input: {
  location: RecordsLocation;
  granter: Address;
  recipient: VerifiedKey;
  keys: readonly ContentKey[];
}): Promise<Bytes> {
  const { location, granter, recipient, keys } = input;
  const context = { location, granter, recipient: recipient.account, keyVersion: recipient.version, things: [...keys] };
  const encodedContext = encodeCapsuleContext(context);
  const secret = randomBytes(32);
  const classical = await eciesSeal(recipient.bundle.secp256k1, secret);
  const { cipherText, sharedSecret } = ml_kem768.encapsulate(recipient.bundle.mlKem768);
  const postQuantum = unshared(cipherText);

  const halves = { secret, sharedSecret: unshared(sharedSecret), classical, postQuantum };
  const key = await importAesKey(capsuleKey(halves, fixedBytes(recipient.bundleDigest, 32), encodedContext));
  const plaintext = joinBytes(...keys.map(({ contentKey }) => requireLength(contentKey)));
  return joinBytes(encodedContext, classical, postQuantum, await aesSeal(key, ONLY_NONCE, plaintext, encodedContext));
}

/**
 * Opens a capsule made for this identity. `expected` is what the reader knows from elsewhere: where they are, who they are, and
 * who sent the event that carried the capsule.
 * @throws MalformedCapsuleError, WrongCapsuleError, CapsuleAlteredError
 */
export async function unwrapContentKeys(
  capsule: Capsule,
  identity: Identity,
  expected: { location: RecordsLocation; granter: Address; recipient: Address; keyVersion: number },
): Promise<ContentKey[]> {
  requireContext(capsule.context, expected);
  const { encodedContext, classical, postQuantum, sealed } = capsule;
  const secret = await eciesOpen(identity.secp256k1.secretKey, classical);
  if (!secret) throw new CapsuleAlteredError();
  const sharedSecret = unshared(ml_kem768.decapsulate(postQuantum, identity.mlKem768.secretKey));

  const bundleDigest = fixedBytes(bundleDigestOf(keyBundleOf(identity)), 32);
  const key = await importAesKey(
    capsuleKey({ secret, sharedSecret, classical, postQuantum }, bundleDigest, encodedContext),
  );
  const plaintext = await aesOpen(key, ONLY_NONCE, sealed, encodedContext);
  if (!plaintext) throw new CapsuleAlteredError();
  return capsule.context.things.map((thing, i) => ({
    ...thing,
    contentKey: plaintext.slice(i * CONTENT_KEY_LENGTH, (i + 1) * CONTENT_KEY_LENGTH),
  }));
}

function capsuleKey(
  halves: { secret: Bytes; sharedSecret: Bytes; classical: Bytes; postQuantum: Bytes },
  bundleDigest: Bytes,
  encodedContext: Bytes,
): Bytes {
  const transcript = sha256(joinBytes(halves.classical, halves.postQuantum, bundleDigest, encodedContext));
  return deriveKey(joinBytes(halves.secret, halves.sharedSecret), "capsule", { context: transcript });
}

function requireLength(contentKey: Bytes): Bytes {
  if (contentKey.length !== CONTENT_KEY_LENGTH) throw new ContentKeyLengthError(contentKey.length);
  return contentKey;
}

function requireContext(
  actual: CapsuleContext,
  expected: { location: RecordsLocation; granter: Address; recipient: Address; keyVersion: number },
): void {
  const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
  if (actual.location.chainId !== expected.location.chainId) throw new WrongCapsuleError("network");
  if (!same(actual.location.records, expected.location.records)) throw new WrongCapsuleError("contract");
  if (!same(actual.granter, expected.granter)) throw new WrongCapsuleError("sender");
  if (!same(actual.recipient, expected.recipient)) throw new WrongCapsuleError("recipient");
  if (actual.keyVersion !== expected.keyVersion) throw new WrongCapsuleError("key version");
}

/** The capsule was made for something else. `field` says what differs. */
export class WrongCapsuleError extends Error {
  override name = "WrongCapsuleError";
  readonly field: string;
  constructor(field: string) {
    super(
      `This key was wrapped for something else: its ${field} differs. Nothing was opened; ask for it to be shared again.`,
    );
    this.field = field;
  }
}

/** Wrong secret keys, or a capsule changed after it was made: the two cannot be told apart. */
export class CapsuleAlteredError extends Error {
  override name = "CapsuleAlteredError";
  constructor() {
    super("This wrapped key does not open with your key. Nothing was opened; ask whoever shared it to share it again.");
  }
}
