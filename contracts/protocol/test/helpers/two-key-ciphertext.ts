import { createCipheriv } from "node:crypto";

/**
 * A ciphertext that AES-256-GCM accepts under two keys (Dodis, Grubbs, Ristenpart and Woodage, "Fast Message Franking", CRYPTO 2018, §3):
 * the tag is linear in every block of ciphertext, so that one block can be chosen for which both keys give the same tag. Shows what GCM
 * alone does not promise, and why a payload commits to its key.
 *
 * @param ciphertext Whole blocks of 16 bytes. The last of them is replaced.
 * @returns Ciphertext ‖ tag.
 */
export function twoKeyCiphertext(
  [first, second]: readonly [Uint8Array, Uint8Array],
  nonce: Uint8Array,
  associated: Uint8Array,
  ciphertext: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const open = new Uint8Array(ciphertext);
  open.fill(0, open.length - 16);
  const halves = [first, second].map((key) => {
    const hashKey = numberOf(encryptBlock(key, new Uint8Array(16)));
    const mask = numberOf(encryptBlock(key, Uint8Array.of(...nonce, 0, 0, 0, 1)));
    return { square: multiply(hashKey, hashKey), tag: ghash(hashKey, associated, open) ^ mask };
  });
  const [one, other] = halves as [(typeof halves)[0], (typeof halves)[0]];
  const block = multiply(one.tag ^ other.tag, inverse(one.square ^ other.square));
  open.set(bytesOf(block), open.length - 16);
  return Uint8Array.of(...open, ...bytesOf(one.tag ^ multiply(block, one.square)));
}

function encryptBlock(key: Uint8Array, block: Uint8Array): Buffer {
  const cipher = createCipheriv("aes-256-ecb", key, null).setAutoPadding(false);
  return Buffer.concat([cipher.update(block), cipher.final()]);
}

/** GHASH (NIST SP 800-38D §6.4) over associated data, ciphertext and their lengths. */
function ghash(hashKey: bigint, associated: Uint8Array, ciphertext: Uint8Array): bigint {
  const lengths = (BigInt(associated.length * 8) << 64n) | BigInt(ciphertext.length * 8);
  const blocks = [...blocksOf(associated), ...blocksOf(ciphertext), lengths];
  return blocks.reduce((sum, block) => multiply(sum ^ block, hashKey), 0n);
}

function blocksOf(bytes: Uint8Array): bigint[] {
  const count = Math.ceil(bytes.length / 16);
  const padded = new Uint8Array(count * 16);
  padded.set(bytes);
  return Array.from({ length: count }, (_, i) => numberOf(padded.subarray(i * 16, i * 16 + 16)));
}

const ONE = 1n << 127n;

/** Product in GF(2¹²⁸) with GCM's order of bits (SP 800-38D §6.3). */
function multiply(x: bigint, y: bigint): bigint {
  let [product, power] = [0n, y];
  for (let bit = 127n; bit >= 0n; bit--) {
    if ((x >> bit) & 1n) product ^= power;
    power = power & 1n ? (power >> 1n) ^ (0xe1n << 120n) : power >> 1n;
  }
  return product;
}

/** x to the power 2¹²⁸ − 2. */
function inverse(x: bigint): bigint {
  let [result, square] = [ONE, x];
  for (let i = 1; i < 128; i++) {
    square = multiply(square, square);
    result = multiply(result, square);
  }
  return result;
}

function numberOf(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
}

function bytesOf(number: bigint): Uint8Array {
  return Buffer.from(number.toString(16).padStart(32, "0"), "hex");
}
