import type { Hex, PrivateKeyAccount, TypedDataDefinition } from "viem";
import type { Actor } from "./actor.ts";

/** Whoever signs: an account of the chain, or a key that is in nobody's wallet, such as a recovery authoriser's. */
export type Signer = Actor | PrivateKeyAccount;

export function sign(signer: Signer, typedData: TypedDataDefinition): Promise<Hex> {
  return "wallet" in signer ? signer.wallet.signTypedData(typedData) : signer.signTypedData(typedData);
}
