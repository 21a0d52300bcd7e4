import { slice, type Hex } from "viem";

/** The order of secp256k1: the other signature of the same message has s' = n − s and the other parity. */
const CURVE_ORDER = 0xffff_ffff_ffff_ffff_ffff_ffff_ffff_fffe_baae_dce6_af48_a03b_bfd2_5e8c_d036_4141n;

/** The other signature of the same message by the same key, which nothing may accept. */
export function malleate(signature: Hex): Hex {
  const s = CURVE_ORDER - BigInt(slice(signature, 32, 64));
  const parity = signature.endsWith("1b") ? "1c" : "1b";
  return `${slice(signature, 0, 32)}${s.toString(16).padStart(64, "0")}${parity}`;
}
