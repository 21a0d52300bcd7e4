import { CROCKFORD, symbolOfCharacter } from "@chartkey/protocol/crockford";
import { bytesOfHex, joinBytes, type Bytes } from "@chartkey/protocol/bytes";
import { bytesToHex, isAddressEqual, numberToHex, type Address, type Hex } from "viem";
import { m } from "#messages";
import { toBase64url } from "../base64.ts";
import type { Call } from "../chain/call.ts";
import type { Network } from "../network/network.ts";
import { readUpTo } from "../readUpTo.ts";
import { ExplainedError, type Explanation } from "../words/explainedError.ts";
import { callOfSigned, type SignedAct } from "./patientAct.ts";
import { signedActOf } from "./signedCall.ts";

/**
 * [Note: signed and carried] What a patient signed for somebody else to send is carried as the transaction's own data, so that nothing
 * can be said of it that is not in it:
 *
 *     "CK1" ‖ raw DEFLATE (RFC 1951) of ( chain id, 8 bytes ‖ contract, 20 bytes ‖ data )
 *
 * as base64url in links (behind the `#`, which no browser sends to a server) and in files, and as Crockford's base 32 in square codes,
 * which hold a third more of it. All of it becomes public when it is sent; keys in it are wrapped.
 */
const MAGIC = new TextEncoder().encode("CK1");
/** Where it is opened. */
export const SEND_PATH = "/send";
/** Before the base 32 in a square code. */
const CODE_PREFIX = "CHARTKEY:";
const HEADER = 28;
/** Bytes, unpacked: a share of many reports by inline capsules is far below. */
const MAX_LENGTH = 512_000;
/** Characters that the largest square code holds (version 40, level L, alphanumeric). */
export const MAX_SQUARE_CODE = 4_296;

/** As a link, as the content of a file, and as a square code; `code` is null when it is too much for one. */
export type Carried = { link: string; text: string; code: string | null };

/** Packs a signed act for whoever sends it. `origin` is the page's own, as in "https://chartkey.example". */
export async function carriedOf(network: Network, signed: SignedAct, origin: string): Promise<Carried> {
  const { to, data } = callOfSigned(network, signed);
  const plain = joinBytes(bytesOfHex(numberToHex(network.chainId, { size: 8 })), bytesOfHex(to), bytesOfHex(data));
  const packed = joinBytes(MAGIC, await through(plain, new CompressionStream("deflate-raw"), Infinity));
  const text = toBase64url(packed);
  const code = CODE_PREFIX + base32(packed);
  return { link: `${origin}${SEND_PATH}#${text}`, text, code: code.length > MAX_SQUARE_CODE ? null : code };
}

/**
 * Reads what was carried here, in any of its forms.
 *
 * @throws ExplainedError saying whether it is none, is damaged, or is of another network.
 */
export async function signedActFrom(network: Network, carried: string): Promise<{ signed: SignedAct; call: Call }> {
  const plain = await plainOf(carried);
  const view = new DataView(plain.buffer, plain.byteOffset, plain.byteLength);
  const isOfThisChain = view.getBigUint64(0) === BigInt(network.chainId);
  const to: Address = bytesToHex(plain.subarray(8, HEADER));
  const isOfThese = isAddressEqual(to, network.registry) || isAddressEqual(to, network.records);
  if (!isOfThisChain || !isOfThese) throw new ExplainedError(otherNetwork);
  const data: Hex = bytesToHex(plain.subarray(HEADER));
  const signed = signedActOf(network, to, data);
  if (!signed) throw new ExplainedError(damaged);
  return { signed, call: callOfSigned(network, signed) };
}

async function plainOf(carried: string): Promise<Bytes> {
  const packed = packedOf(carried.trim());
  if (!packed || !MAGIC.every((byte, index) => packed[index] === byte)) throw new ExplainedError(notSigned);
  try {
    const plain = await through(packed.subarray(MAGIC.length), new DecompressionStream("deflate-raw"), MAX_LENGTH);
    if (plain.length > HEADER) return plain;
  } catch {
    // Said below.
  }
  throw new ExplainedError(damaged);
}

/** Whatever stands behind the last "#", or a square code's text. Null when it is neither. */
function packedOf(carried: string): Bytes | null {
  if (carried.toUpperCase().startsWith(CODE_PREFIX)) return bytesOfBase32(carried.slice(CODE_PREFIX.length));
  const text = carried.slice(carried.lastIndexOf("#") + 1).replaceAll(/\s/g, "");
  if (!/^[\w-]+$/.test(text)) return null;
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (byte) => byte.charCodeAt(0));
  } catch {
    return null;
  }
}

/** @throws RangeError when more than `most` bytes come out. */
async function through(bytes: Bytes, transform: CompressionStream | DecompressionStream, most: number): Promise<Bytes> {
  const result = await readUpTo(most, new Blob([bytes]).stream().pipeThrough(transform));
  if (!result) throw new RangeError("Too long.");
  return result;
}

function base32(bytes: Uint8Array): string {
  let text = "";
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff;
    for (bits += 8; bits >= 5; bits -= 5) text += CROCKFORD[(held >> (bits - 5)) & 31];
  }
  return bits > 0 ? text + CROCKFORD[(held << (5 - bits)) & 31] : text;
}

function bytesOfBase32(text: string): Bytes | null {
  const symbols = Array.from(text, symbolOfCharacter);
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const symbol of symbols) {
    if (symbol === null) return null;
    held = ((held << 5) | symbol) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >> bits) & 0xff);
    }
  }
  return Uint8Array.from(bytes);
}

const notSigned: Explanation = {
  what: m.keys_acts_signed_code_not_signed_what(),
  safe: m.keys_acts_signed_code_nothing_sent(),
  next: m.keys_acts_signed_code_not_signed_next(),
  remedy: null,
};
const damaged: Explanation = {
  what: m.keys_acts_signed_code_damaged_what(),
  safe: m.keys_acts_signed_code_nothing_sent(),
  next: m.keys_acts_signed_code_damaged_next(),
  remedy: null,
};
const otherNetwork: Explanation = {
  what: m.keys_acts_signed_code_other_network_what(),
  safe: m.keys_acts_signed_code_nothing_sent(),
  next: m.keys_acts_signed_code_other_network_next(),
  remedy: null,
};
