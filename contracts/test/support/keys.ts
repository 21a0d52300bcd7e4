import { keyBundle, keyPossession } from "@chartkey/protocol/typed-data";
import { keccak256, type Hex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import type { Actor } from "./actor.ts";
import { location } from "./location.ts";

/** What an actor publishes: any bundle will do on chain, where only its digest is signed. */
export async function keyPublication(
  owner: Actor,
  { version = 1, bundle = "0xb0", keyring = "0xce", encryptionKey = generatePrivateKey() }: Partial<KeyChoices> = {},
) {
  const statement = { account: owner.address, version, bundleDigest: keccak256(bundle) };
  const where = location(owner.registry.address);

  return {
    version,
    bundle,
    keyring,
    possession: await privateKeyToAccount(encryptionKey).signTypedData(keyPossession(where, statement)),
    accountSignature: await owner.wallet.signTypedData(keyBundle(where, statement)),
  };
}

type KeyChoices = { version: number; bundle: Hex; keyring: Hex; encryptionKey: Hex };
