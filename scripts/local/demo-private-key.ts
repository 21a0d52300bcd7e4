import { bytesToHex, type Hex } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { DEMO_MNEMONIC } from "../seed/people.ts";

/** The key of one of the demo's accounts, which everybody knows. */
export function demoPrivateKey(addressIndex: number): Hex {
  const { privateKey } = mnemonicToAccount(DEMO_MNEMONIC, { addressIndex }).getHdKey();
  if (privateKey === null) throw new Error("A key from a phrase always has its private half.");
  return bytesToHex(privateKey);
}
