import { sha256 } from "@noble/hashes/sha2.js";
import { ml_kem768 } from "@noble/post-quantum/ml-kem.js";
import { bytesToHex, type Hex } from "viem";
import { aesOpen, importAesKey, ONLY_NONCE } from "../../src/aes-gcm.ts";
import { bytesOfHex, joinBytes } from "../../src/bytes.ts";
import { bundleDigestOf, keyBundleOf } from "../../src/bundle.ts";
import { parseCapsule } from "../../src/capsule-format.ts";
import { leafHash } from "../../src/commitment.ts";
import { deriveKey } from "../../src/derive-key.ts";
import { eciesOpen } from "../../src/ecies.ts";
import { parsePayload, partNonce } from "../../src/payload-format.ts";
import { openHead, type ExpectedPayload } from "../../src/payload-open.ts";
import { identityOfSeed } from "../../src/seed.ts";

/** A vector of payload.json. */
export type PayloadVector = ExpectedPayload & { contentKey: Hex; head: Hex; partDigests: Hex[] };

/** The vector of capsule.json. */
export type CapsuleVector = { recipientSeed: Hex; capsule: Hex };

/** Every value between the inputs of a payload and its bytes, in the order in which a sealer comes to them. */
export async function payloadWorkings(vector: PayloadVector) {
  const contentKey = bytesOfHex(vector.contentKey);
  const head = bytesOfHex(vector.head);
  const { header, clear, section } = parsePayload(head);
  const { salt } = header;
  const headKey = deriveKey(contentKey, "payload/head", { salt });
  const opened = await openHead(head, contentKey, vector);
  const { blinding, encodedMetadata, leaves } = opened;
  const plaintext = await aesOpen(await importAesKey(headKey), ONLY_NONCE, section, clear);
  return {
    salt: hex(salt),
    headKey: hex(headKey),
    partsKey: hex(deriveKey(contentKey, "payload/parts", { salt })),
    keyCommitment: hex(header.keyCommitment),
    blinding: hex(blinding),
    metadata: new TextDecoder().decode(encodedMetadata),
    leaves: [await leafHash(blinding, 0, encodedMetadata), ...leaves].map(hex),
    paddedLength: header.paddedLength,
    partNonces: opened.parts.map(({ index }) => hex(partNonce(index, opened.parts.length))),
    headNonce: hex(ONLY_NONCE),
    section: hex(plaintext ?? new Uint8Array()),
  };
}

/** The same for a capsule. `drawn` are the random inputs: s1, the ephemeral secret key and the iv of ECIES, and m of ML-KEM. */
export async function capsuleWorkings(vector: CapsuleVector, drawn: readonly Uint8Array[]) {
  const identity = identityOfSeed(bytesOfHex(vector.recipientSeed));
  const { encodedContext, classical, postQuantum, sealed } = parseCapsule(bytesOfHex(vector.capsule));
  const bundle = keyBundleOf(identity);
  const bundleDigest = bundleDigestOf(bundle);
  const s1 = (await eciesOpen(identity.secp256k1.secretKey, classical)) ?? new Uint8Array();
  const s2 = ml_kem768.decapsulate(postQuantum, identity.mlKem768.secretKey);
  const transcript = sha256(joinBytes(classical, postQuantum, bytesOfHex(bundleDigest), encodedContext));
  const key = deriveKey(joinBytes(s1, s2), "capsule", { context: transcript });
  const plaintext = await aesOpen(await importAesKey(key), ONLY_NONCE, sealed, encodedContext);
  const [, ephemeralSecretKey, iv, m] = drawn.map(hex);
  return {
    context: hex(encodedContext),
    recipientBundle: hex(bundle),
    bundleDigest,
    s1: hex(s1),
    ephemeralSecretKey,
    iv,
    c1: hex(classical),
    m,
    c2: hex(postQuantum),
    s2: hex(s2),
    transcript: hex(transcript),
    key: hex(key),
    nonce: hex(ONLY_NONCE),
    plaintext: hex(plaintext ?? new Uint8Array()),
    sealed: hex(sealed),
  };
}

function hex(bytes: Uint8Array): Hex {
  return bytesToHex(bytes);
}
