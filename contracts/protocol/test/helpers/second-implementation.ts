import * as crypto from "node:crypto";
import { keccak256 } from "viem";

/**
 * The formats read once more, from README.md alone and with Node's OpenSSL in place of every library of the package (keccak aside).
 * Says nothing about wrong input: it shows that what the package writes is what the README says.
 */

const NONCE_ONCE = Buffer.alloc(12);
const PART_SIZE = 2 ** 20 - 16;
const ML_KEM_768_SEED_PKCS8 = Buffer.from("3054020100300b0609608648016503040402" + "04428040", "hex");

// Node has it since 24.7; its types do not.
const { decapsulate } = crypto as unknown as {
  decapsulate(key: crypto.KeyObject, ciphertext: Uint8Array): Buffer;
};

export const sha256 = (...parts: Uint8Array[]) => crypto.createHash("sha256").update(Buffer.concat(parts)).digest();

const hmac = (key: Uint8Array, ...parts: Uint8Array[]) =>
  crypto.createHmac("sha256", key).update(Buffer.concat(parts)).digest();

export function derive(
  secret: Uint8Array,
  purpose: string,
  {
    salt = Buffer.alloc(0),
    context = Buffer.alloc(0),
    length = 32,
  }: { salt?: Uint8Array; context?: Uint8Array; length?: number } = {},
): Buffer {
  const info = Buffer.concat([Buffer.from(`chartkey:v1:${purpose}\0`), context]);
  return Buffer.from(crypto.hkdfSync("sha256", secret, salt, info, length));
}

function gcmOpen(key: Buffer, nonce: Uint8Array, sealed: Buffer, associated: Uint8Array = Buffer.alloc(0)): Buffer {
  const decipher = crypto.createDecipheriv("aes-256-gcm", key, nonce);
  decipher.setAAD(associated);
  decipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
}

export function gcmSeal(key: Uint8Array, nonce: Uint8Array, text: Uint8Array, associated: Uint8Array): Buffer {
  const cipher = crypto.createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(associated);
  return Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]);
}

/** 32 bytes under ECIES for a compressed public key, from given random inputs. */
export function eciesSeal(
  publicKey: Uint8Array,
  secret: Buffer,
  ephemeralSecretKey: Uint8Array,
  iv: Uint8Array,
): Buffer {
  const ephemeral = crypto.createECDH("secp256k1");
  ephemeral.setPrivateKey(ephemeralSecretKey);
  const hash = crypto.createHash("sha512").update(ephemeral.computeSecret(publicKey)).digest();
  const cipher = crypto.createCipheriv("aes-256-cbc", hash.subarray(0, 32), iv);
  const ciphertext = Buffer.concat([cipher.update(secret.toString("base64url")), cipher.final()]);
  const mac = hmac(hash.subarray(32), iv, ephemeral.getPublicKey(), ciphertext);
  return Buffer.concat([iv, ephemeral.getPublicKey(null, "compressed"), mac, ciphertext]);
}

/** Both key pairs of a seed, and the bundle to publish. */
export function keysOf(seed: Uint8Array) {
  const order = 0xffffffff_ffffffff_ffffffff_fffffffe_baaedce6_af48a03b_bfd25e8c_d0364141n;
  const wide = BigInt(`0x${derive(seed, "seed/secp256k1", { length: 48 }).toString("hex")}`);
  const secretKey = Buffer.from(((wide % (order - 1n)) + 1n).toString(16).padStart(64, "0"), "hex");
  const classical = crypto.createECDH("secp256k1");
  classical.setPrivateKey(secretKey);
  const kemSeed = derive(seed, "seed/ml-kem-768", { length: 64 });
  const pkcs8 = Buffer.concat([ML_KEM_768_SEED_PKCS8, kemSeed]);
  const postQuantum = crypto.createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" });
  const encapsulationKey = crypto.createPublicKey(postQuantum).export({ format: "der", type: "spki" }).subarray(-1184);
  const bundle = Buffer.concat([Buffer.of(1), classical.getPublicKey(null, "compressed"), encapsulationKey]);
  return { classical, postQuantum, bundle };
}

function eciesOpen(own: crypto.ECDH, c1: Buffer): Buffer {
  const [iv, ephemeral, mac, ciphertext] = [
    c1.subarray(0, 16),
    c1.subarray(16, 49),
    c1.subarray(49, 81),
    c1.subarray(81),
  ];
  const hash = crypto.createHash("sha512").update(own.computeSecret(ephemeral)).digest();
  const uncompressed = crypto.ECDH.convertKey(ephemeral, "secp256k1", undefined, undefined, "uncompressed") as Buffer;
  if (!hmac(hash.subarray(32), iv, uncompressed, ciphertext).equals(mac)) throw new Error("wrong MAC");
  const decipher = crypto.createDecipheriv("aes-256-cbc", hash.subarray(0, 32), iv);
  const text = Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString("ascii");
  return Buffer.from(text, "base64url");
}

/** The content keys of a capsule made for the owner of `seed`. */
export function openCapsule(seed: Uint8Array, capsule: Buffer): Buffer[] {
  const { classical, postQuantum, bundle } = keysOf(seed);
  const count = capsule.readUInt16BE(73);
  let end = 75;
  for (let i = 0; i < count; i++) end += capsule[end] === 2 ? 73 : 41;
  const context = capsule.subarray(0, end);
  const [c1, c2] = [capsule.subarray(end, end + 129), capsule.subarray(end + 129, end + 129 + 1088)];
  const transcript = sha256(c1, c2, Buffer.from(keccak256(bundle).slice(2), "hex"), context);
  const secrets = Buffer.concat([eciesOpen(classical, c1), decapsulate(postQuantum, c2)]);
  const key = derive(secrets, "capsule", { context: transcript });
  const keys = gcmOpen(key, NONCE_ONCE, capsule.subarray(end + 129 + 1088), context);
  return Array.from({ length: count }, (_, i) => keys.subarray(32 * i, 32 * i + 32));
}

/** Metadata, document and commitment of a payload. `parts` are in order. */
export function openPayload(head: Buffer, parts: Buffer[], contentKey: Uint8Array) {
  const salt = head.subarray(94, 126);
  if (!derive(contentKey, "payload/key-commitment", { salt }).equals(head.subarray(134, 166)))
    throw new Error("wrong key");
  const clear = head.subarray(0, 166 + 32 * parts.length);
  parts.forEach((part, i) => {
    if (!sha256(part).equals(clear.subarray(166 + 32 * i, 198 + 32 * i))) throw new Error("wrong part");
  });
  const section = gcmOpen(derive(contentKey, "payload/head", { salt }), NONCE_ONCE, head.subarray(clear.length), clear);
  const blinding = section.subarray(0, 32);
  const metadata = section.subarray(36, 36 + section.readUInt32BE(32));
  const { length } = JSON.parse(metadata.toString("utf8")) as { length: number };

  const key = derive(contentKey, "payload/parts", { salt });
  const padded = parts.map((part, i) => {
    const nonce = Buffer.alloc(12);
    nonce.writeUInt32BE(i, 7);
    nonce[11] = i === parts.length - 1 ? 1 : 0;
    return gcmOpen(key, nonce, part);
  });
  const body = Buffer.concat(padded).subarray(0, length);
  const contents = [metadata];
  for (let at = 0; at < length; at += PART_SIZE) contents.push(body.subarray(at, at + PART_SIZE));
  return {
    metadata: metadata.toString("utf8"),
    body,
    commitment: root(contents.map((content, i) => leaf(blinding, i, content))),
  };
}

export function leaf(blinding: Buffer, index: number, content: Buffer): Buffer {
  const counter = Buffer.alloc(8);
  counter.writeUInt32BE(index, 4);
  return sha256(Buffer.of(0), hmac(blinding, Buffer.from("chartkey:v1:leaf\0"), counter), sha256(content));
}

export function root(leaves: Buffer[]): Buffer {
  if (leaves.length === 1) return leaves[0]!;
  const split = 2 ** Math.ceil(Math.log2(leaves.length) - 1);
  return sha256(Buffer.of(1), root(leaves.slice(0, split)), root(leaves.slice(split)));
}

/** The contents of a keyring, opened with its unlocker at `position`; labels included. */
export function openKeyring(keyring: Buffer, position: number, secret: Uint8Array): Buffer {
  const names = ["", "recovery-code", "wallet", "passkey"];
  let at = 86;
  let keyringKey: Buffer = Buffer.alloc(0);
  for (let i = 0; i < keyring[85]!; i++) {
    const named = 11 + keyring.readUInt16BE(at + 9);
    const unlocker = keyring.subarray(at, at + named);
    const [salt, wrapped] = [
      keyring.subarray(at + named, at + named + 32),
      keyring.subarray(at + named + 32, at + named + 80),
    ];
    const associated = Buffer.concat([keyring.subarray(0, 53), unlocker]);
    const key = derive(secret, `keyring/unlocker/${names[unlocker[0]!]}`, { salt });
    if (i === position) keyringKey = gcmOpen(key, NONCE_ONCE, wrapped, associated);
    at += named + 80;
  }
  const key = derive(keyringKey, "keyring/contents", { salt: keyring.subarray(53, 85) });
  return gcmOpen(key, NONCE_ONCE, keyring.subarray(at), keyring.subarray(0, at));
}

type Struct = { [field: string]: string | number | bigint | Struct[] };

/** EIP-712's digest, given `encodeType` of the struct and of the domain: "Name(type field,…)", then the structs it refers to. */
export function typedDataDigest(domain: Struct, type: string, message: Struct): Buffer {
  const domainType = "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)";
  return keccak(Buffer.from([0x19, 0x01]), hashStruct(domainType, domain), hashStruct(type, message));
}

function hashStruct(type: string, struct: Struct): Buffer {
  const [, definition, inner] = /^(\w+\([^)]*\))(.*)$/.exec(type)!;
  const fields = /\((.*)\)/
    .exec(definition!)![1]!
    .split(",")
    .map((field) => field.split(" ") as [string, string]);
  const words = fields.map(([kind, name]) => hashField(kind, struct[name]!, inner!));
  return keccak(keccak(Buffer.from(type)), ...words);
}

function hashField(kind: string, value: Struct[string], inner: string): Buffer {
  if (kind.endsWith("[]")) return keccak(...(value as Struct[]).map((struct) => hashStruct(inner, struct)));
  if (kind === "string") return keccak(Buffer.from(value as string));
  const hex = kind.startsWith("uint") ? BigInt(value as bigint).toString(16) : (value as string).slice(2);
  if (kind === "bytes") return keccak(Buffer.from(hex, "hex"));
  const word = kind.startsWith("bytes") ? hex.padEnd(64, "0") : hex.padStart(64, "0");
  return Buffer.from(word, "hex");
}

function keccak(...parts: Uint8Array[]): Buffer {
  return Buffer.from(keccak256(Buffer.concat(parts)).slice(2), "hex");
}
