import { bytesToHex, sha256, stringToBytes, type Address, type Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { chartIdOf } from "../../src/chart.ts";
import { keyBundleOf, bundleDigestOf } from "../../src/bundle.ts";
import { bytesOfHex } from "../../src/bytes.ts";
import { signKeyPossession, type KeyPublication } from "../../src/key-publication.ts";
import { identityOfSeed } from "../../src/seed.ts";
import type { RecordsLocation } from "../../src/report-id.ts";
import { keyBundle, type RegistryLocation } from "../../src/typed-data.ts";

/** Where the people of these tests are. The addresses are made up. */
export const registryLocation: RegistryLocation = {
  chainId: 1337,
  registry: "0x1111111111111111111111111111111111111111",
};
export const recordsLocation: RecordsLocation = {
  chainId: 1337,
  records: "0x2222222222222222222222222222222222222222",
};

export function walletKeyOf(name: string): Hex {
  return sha256(stringToBytes(`wallet of ${name}`));
}

/** Someone with a wallet and the seed of one key version, both derived from their name. */
export function actor(name: string, version = 1) {
  const wallet = privateKeyToAccount(walletKeyOf(name));
  const seed = bytesOfHex(sha256(stringToBytes(`seed ${version} of ${name}`)));
  return {
    name,
    wallet,
    account: wallet.address.toLowerCase() as Address,
    version,
    seed,
    identity: identityOfSeed(seed),
  };
}

export type Actor = ReturnType<typeof actor>;

/** What a `KeyPublished` event of this actor carries. */
export async function publicationOf(who: Actor): Promise<KeyPublication> {
  const { account, version, identity, wallet } = who;
  const bundle = keyBundleOf(identity);
  const statement = { account, version, bundleDigest: bundleDigestOf(bundle) };
  return {
    account,
    version,
    encryptionAddress: identity.encryptionAddress,
    bundle: bytesToHex(bundle),
    possession: signKeyPossession(registryLocation, { account, version }, identity),
    accountSignature: await wallet.signTypedData(keyBundle(registryLocation, statement)),
  };
}

export const patient = actor("a patient");
export const doctor = actor("a doctor");
export const stranger = actor("a stranger");
export const chart: Hex = chartIdOf(registryLocation, patient.account);
