import { registerPatient } from "@chartkey/protocol/chart-forms";
import { keyBundle, keyPossession } from "@chartkey/protocol/typed-data";
import { keccak256, type Address } from "viem";
import type { Contracts } from "../contracts.ts";
import { accountOf, type Person } from "../person.ts";
import { realisticBytes } from "../realistic.ts";

/** A key bundle has 1,218 bytes; a keyring with a few unlockers about 900. */
const BUNDLE_LENGTH = 1_218;
const KEYRING_LENGTH = 900;

export async function publication(contracts: Contracts, { name, account }: Person, version = 1) {
  const key = `key ${version} of ${name}`;
  const bundle = realisticBytes(`bundle of ${key}`, BUNDLE_LENGTH);
  const statement = { account: account.address, version, bundleDigest: keccak256(bundle) };
  return {
    version,
    bundle,
    keyring: realisticBytes(`keyring with ${key}`, KEYRING_LENGTH),
    possession: await accountOf(key).signTypedData(keyPossession(contracts, statement)),
    accountSignature: await account.signTypedData(keyBundle(contracts, statement)),
  };
}

export type Publication = Awaited<ReturnType<typeof publication>>;

export function signRegistration(
  contracts: Contracts,
  { account }: Person,
  key: Publication,
  recoveryKey: Address,
  deadline: bigint,
) {
  const registration = {
    patient: account.address,
    recoveryKey,
    keyVersion: key.version,
    bundleDigest: keccak256(key.bundle),
    keyringDigest: keccak256(key.keyring),
    possessionDigest: keccak256(key.possession),
    deadline,
  };
  return account.signTypedData(registerPatient(contracts, registration));
}
