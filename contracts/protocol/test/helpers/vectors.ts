import { bytesToHex, hashTypedData, type Hex, type TypedDataDefinition } from "viem";
import { keyBundleOf, keyFingerprint, bundleDigestOf } from "../../src/bundle.ts";
import { encodeCapsuleBundle } from "../../src/capsule-bundle.ts";
import { wrapContentKeys, type ContentKey } from "../../src/capsule.ts";
import { cardCodeOf } from "../../src/card-code.ts";
import { chartIdOf } from "../../src/chart.ts";
import { cidOfDigest, digestOf } from "../../src/cid.ts";
import { encodeKeyCopy } from "../../src/key-copy.ts";
import { createKeyring } from "../../src/keyring.ts";
import { ownKey } from "../../src/key-publication.ts";
import { licenceTagOf } from "../../src/licence-tag.ts";
import { PART_SIZE } from "../../src/payload-format.ts";
import { doctorRole, registrarRole } from "../../src/role-id.ts";
import { keyBundle, keyPossession } from "../../src/typed-data.ts";
import { newRecoveryCode, recoveryCodeSecret } from "../../src/unlocker-recovery-code.ts";
import {
  encodeWalletUnlocker,
  newWalletUnlocker,
  walletSecret,
  walletUnlockMessage,
} from "../../src/unlocker-wallet.ts";
import { doctor, patient, publicationOf, recordsLocation, registryLocation, type Actor } from "./actors.ts";
import { codeVectors } from "./code-vectors.ts";
import { withDeterministicRandomness } from "./deterministic-randomness.ts";
import { passkeyVectors } from "./passkey-vectors.ts";
import { publicationVectors } from "./publication-vectors.ts";
import { refusalVectors } from "./refusals.ts";
import { sampleForms } from "./sample-forms.ts";
import { sampleBytes, sealedRemark, sealedReport } from "./sealed-report.ts";
import { capsuleWorkings, payloadWorkings } from "./workings.ts";

/** Every vector file with its content, all randomness derived from the file's name. Bytes are hex. */
export async function makeVectors(): Promise<Record<string, unknown>> {
  const payload = await withDeterministicRandomness("payload.json", payloadVectors);
  const drawn: Uint8Array[] = [];
  const capsule = await withDeterministicRandomness(
    "capsule.json",
    () => capsuleVectors(payload),
    (bytes) => drawn.push(bytes),
  );
  const keyring = await withDeterministicRandomness("keyring.json", keyringVectors);
  return {
    "identifiers.json": await identifierVectors(),
    "keys.json": { patient: await keyVectors(patient), doctor: await keyVectors(doctor) },
    "keyring.json": keyring,
    "codes.json": codeVectors(keyring.recoveryCode.code),
    "passkey.json": await withDeterministicRandomness("passkey.json", passkeyVectors),
    "key-copy.json": await keyCopyVectors(keyring.sealed),
    "payload.json": payload,
    "capsule.json": capsule,
    "workings.json": {
      report: await payloadWorkings(payload.report),
      reportOfTwoParts: await payloadWorkings(payload.reportOfTwoParts),
      remark: await payloadWorkings(payload.remark),
      capsule: await capsuleWorkings(capsule, drawn),
    },
    "malformed.json": malformedVectors,
    "refusals.json": refusalVectors,
    "publications.json": await publicationVectors(),
    "forms.json": await formVectors(),
  };
}

async function identifierVectors() {
  const chart = chartIdOf(registryLocation, patient.account);
  const blob = new TextEncoder().encode("hello world");
  const pepper = new Uint8Array(32).fill(7);
  const [authority, registrationNumber] = ["Northshire Medical Council", "ab 01-234"];
  return {
    chart: { ...registryLocation, holder: patient.account, chart, cardCode: cardCodeOf(chart) },
    roles: { registrarOfHospital1: registrarRole(1), doctorOfHospital2: doctorRole(2) },
    licence: {
      pepper: hex(pepper),
      authority,
      registrationNumber,
      tag: await licenceTagOf(pepper, authority, registrationNumber),
    },
    blob: { bytes: hex(blob), digest: await digestOf(blob), cid: cidOfDigest(await digestOf(blob)) },
  };
}

async function keyVectors(who: Actor) {
  const { account, version, seed, identity } = who;
  const encoded = keyBundleOf(identity);
  const statement = { account, version, bundleDigest: bundleDigestOf(encoded) };
  const { possession, accountSignature } = await publicationOf(who);
  return {
    ...registryLocation,
    account,
    version,
    seed: hex(seed),
    secp256k1SecretKey: hex(identity.secp256k1.secretKey),
    encryptionAddress: identity.encryptionAddress,
    bundle: hex(encoded),
    bundleDigest: statement.bundleDigest,
    fingerprint: keyFingerprint(account, encoded),
    possessionHash: hashTypedData(keyPossession(registryLocation, statement)),
    possession,
    accountHash: hashTypedData(keyBundle(registryLocation, statement)),
    accountSignature,
  };
}

async function keyCopyVectors(keyring: Hex) {
  const published = { ...(await publicationOf(patient)), keyring };
  const copy = encodeKeyCopy(registryLocation, published);
  const digest = await digestOf(copy);
  return { ...registryLocation, ...published, copy: hex(copy), digest, cid: cidOfDigest(digest) };
}

async function keyringVectors() {
  const recoveryCode = newRecoveryCode();
  const now = new Date("2026-11-22T10:00:00Z");
  const wallet = newWalletUnlocker({ account: patient.account, origin: "https://chart.example" }, now);
  const message = walletUnlockMessage(registryLocation, wallet);
  const signature = await patient.wallet.signMessage({ message });
  const secretOfWallet = await walletSecret(registryLocation, wallet, signature);
  const recoveryAuthoriser = sampleBytes(32);
  const keys = [
    { account: patient.account, version: 1, seed: patient.seed },
    { account: patient.account, version: 2, seed: doctor.seed },
  ];
  const { sealed, header, labels, keyringKey } = await createKeyring(
    { location: registryLocation, account: patient.account },
    {
      contents: { recoveryAuthoriser, keys },
      unlockers: [
        {
          kind: "recovery-code",
          parameters: new Uint8Array(),
          secret: recoveryCodeSecret(recoveryCode),
          label: "On paper",
        },
        { kind: "wallet", parameters: encodeWalletUnlocker(wallet), secret: secretOfWallet, label: "My wallet" },
      ],
    },
  );
  return {
    ...registryLocation,
    account: patient.account,
    recoveryCode: { code: recoveryCode, id: header.unlockers[0]!.id, secret: hex(recoveryCodeSecret(recoveryCode)) },
    wallet: { ...wallet, id: header.unlockers[1]!.id, message, signature, secret: hex(secretOfWallet) },
    labels,
    contents: {
      recoveryAuthoriser: hex(recoveryAuthoriser),
      keys: keys.map(({ seed, ...key }) => ({ ...key, seed: hex(seed) })),
    },
    keyringKey: hex(keyringKey),
    sealed: hex(sealed),
  };
}

/** The patient signs them all here, whoever signs them elsewhere. Integers of 64 bits and more are decimal strings. */
async function formVectors() {
  const vectors = Object.entries(sampleForms).map(async ([name, form]) => {
    const signed = form as unknown as TypedDataDefinition;
    const signature = await patient.wallet.signTypedData(signed);
    return [name, { ...form, digest: hashTypedData(signed), signer: patient.account, signature }] as const;
  });
  const forms = Object.fromEntries(await Promise.all(vectors));
  const text = JSON.stringify(forms, (_, value) => (typeof value === "bigint" ? value.toString() : value));
  return JSON.parse(text) as unknown;
}

async function payloadVectors() {
  const small = await sealedReport(sampleBytes(100));
  const large = await sealedReport(sampleBytes(PART_SIZE + 1));
  const remark = await sealedRemark(small.sealed);
  return {
    sampleBytes: "byte i is the top byte of the 32-bit product of (i xor (i >>> 7)) and 0x9e3779b1",
    report: {
      ...described(small),
      body: hex(sampleBytes(100)),
      parts: small.sealed.partDigests.map((digest) => hex(small.store.blobs.get(digest)!)),
    },
    reportOfTwoParts: { ...described(large), body: `sampleBytes, ${PART_SIZE + 1} of them` },
    remark: described(remark),
  };
}

function described({ sealed, expected }: Pick<Awaited<ReturnType<typeof sealedReport>>, "sealed" | "expected">) {
  const { contentKey, head, partDigests } = sealed;
  return { ...expected, contentKey: hex(contentKey), head: hex(head), partDigests };
}

async function capsuleVectors(payload: Awaited<ReturnType<typeof payloadVectors>>) {
  const [report, remark] = [payload.report, payload.remark];
  const base = { report: report.context.report, version: 1, epoch: 1 };
  const keys: (Omit<ContentKey, "contentKey"> & { contentKey: Hex; commitment?: Hex })[] = [
    { kind: "report", ...base, contentKey: report.contentKey },
    { kind: "remark", ...base, commitment: remark.commitment, contentKey: remark.contentKey },
  ];
  const capsule = await wrapContentKeys({
    location: recordsLocation,
    granter: doctor.account,
    recipient: ownKey(patient, patient.identity),
    keys: keys.map((key) => ({ ...key, contentKey: bytes(key.contentKey) }) as ContentKey),
  });
  return {
    ...recordsLocation,
    granter: doctor.account,
    recipient: patient.account,
    keyVersion: 1,
    recipientSeed: hex(patient.seed),
    keys,
    capsule: hex(capsule),
    bundle: hex(encodeCapsuleBundle([capsule])),
  };
}

/** Changes to the good vectors, and the error each must give. `xor` changes the byte at `at`; a digest is made anew. */
export const malformedVectors = [
  { of: "payload", what: "the magic", at: 0, xor: 1, error: "MalformedPayloadError" },
  { of: "payload", what: "the suite", at: 4, xor: 2, error: "MalformedPayloadError" },
  { of: "payload", what: "the kind, to a remark", at: 5, xor: 3, error: "WrongPayloadError" },
  { of: "payload", what: "the chain id", at: 13, xor: 1, error: "WrongPayloadError" },
  { of: "payload", what: "the contract", at: 14, xor: 1, error: "WrongPayloadError" },
  { of: "payload", what: "the report", at: 65, xor: 1, error: "WrongPayloadError" },
  { of: "payload", what: "the version", at: 69, xor: 2, error: "WrongPayloadError" },
  { of: "payload", what: "the epoch", at: 73, xor: 3, error: "WrongPayloadError" },
  { of: "payload", what: "the author", at: 74, xor: 1, error: "WrongPayloadError" },
  { of: "payload", what: "the salt", at: 94, xor: 1, error: "WrongContentKeyError" },
  { of: "payload", what: "the padded length", at: 133, xor: 1, error: "PayloadHeadAlteredError" },
  { of: "payload", what: "the key commitment", at: 134, xor: 1, error: "WrongContentKeyError" },
  { of: "payload", what: "the digest of a part", at: 166, xor: 1, error: "PayloadHeadAlteredError" },
  { of: "payload", what: "the sealed section", at: 198, xor: 1, error: "PayloadHeadAlteredError" },
  { of: "payload", what: "its end, cut off", truncateTo: 197, error: "MalformedPayloadError" },
  { of: "payload", what: "its last byte, cut off", truncateTo: -1, error: "PayloadHeadAlteredError" },
  { of: "part", what: "a byte", at: 0, xor: 1, error: "PartAlteredError" },
  { of: "part", what: "its last byte, cut off", truncateTo: -1, error: "PartTruncatedError" },
  { of: "capsule", what: "the suite", at: 0, xor: 3, error: "MalformedCapsuleError" },
  { of: "capsule", what: "the chain id", at: 8, xor: 1, error: "WrongCapsuleError" },
  { of: "capsule", what: "the granter", at: 29, xor: 1, error: "WrongCapsuleError" },
  { of: "capsule", what: "the recipient", at: 49, xor: 1, error: "WrongCapsuleError" },
  { of: "capsule", what: "the key version", at: 72, xor: 3, error: "WrongCapsuleError" },
  { of: "capsule", what: "the number of keys", at: 74, xor: 1, error: "MalformedCapsuleError" },
  { of: "capsule", what: "a report", at: 76, xor: 1, error: "CapsuleAlteredError" },
  { of: "capsule", what: "an epoch", at: 115, xor: 3, error: "CapsuleAlteredError" },
  { of: "capsule", what: "the classical half", at: 189, xor: 1, error: "CapsuleAlteredError" },
  { of: "capsule", what: "the post-quantum half", at: 318, xor: 1, error: "CapsuleAlteredError" },
  { of: "capsule", what: "the content keys", at: 1406, xor: 1, error: "CapsuleAlteredError" },
  { of: "capsule", what: "its last byte, cut off", truncateTo: -1, error: "MalformedCapsuleError" },
  { of: "keyring", what: "the magic", at: 0, xor: 1, error: "MalformedKeyringError" },
  { of: "keyring", what: "the format", at: 4, xor: 3, error: "MalformedKeyringError" },
  { of: "keyring", what: "the chain id", at: 12, xor: 1, error: "ForeignKeyringError" },
  { of: "keyring", what: "the account", at: 33, xor: 1, error: "ForeignKeyringError" },
  { of: "keyring", what: "the salt", at: 53, xor: 1, error: "KeyringAlteredError" },
  { of: "keyring", what: "the id of the unlocker", at: 87, xor: 1, error: "WrongUnlockerError" },
  { of: "keyring", what: "the wrapped keyring key", at: 129, xor: 1, error: "WrongUnlockerError" },
  { of: "keyring", what: "its last byte, cut off", truncateTo: -1, error: "KeyringAlteredError" },
  { of: "key copy", what: "the magic", at: 0, xor: 1, error: "MalformedKeyCopyError" },
  { of: "key copy", what: "the format", at: 4, xor: 3, error: "MalformedKeyCopyError" },
  { of: "key copy", what: "the chain id", at: 12, xor: 1, error: "MalformedKeyCopyError" },
  { of: "key copy", what: "the registry", at: 13, xor: 1, error: "MalformedKeyCopyError" },
  { of: "key copy", what: "the account", at: 33, xor: 1, error: "KeyPossessionError" },
  { of: "key copy", what: "the version", at: 56, xor: 1, error: "KeyPossessionError" },
  { of: "key copy", what: "the suite of the bundle", at: 59, xor: 2, error: "MalformedKeyBundleError" },
  { of: "key copy", what: "its last byte, cut off", truncateTo: -1, error: "MalformedKeyCopyError" },
  { of: "key copy", what: "its end, continued", append: "0x00" as Hex, error: "MalformedKeyCopyError" },
];

function hex(bytes: Uint8Array): Hex {
  return bytesToHex(bytes);
}

function bytes(hexadecimal: Hex): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(hexadecimal.slice(2), "hex"));
}
