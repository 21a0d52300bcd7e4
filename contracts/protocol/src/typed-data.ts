import type { Address, Hex, TypedDataDomain } from "viem";

/** Where the registry is: the chain and the contract that every EIP-712 signature is bound to. */
export type RegistryLocation = { chainId: number; registry: Address };

/** What the account and its encryption key sign about a key bundle. `bundleDigest` is keccak256 of the encoded bundle. */
export type KeyStatement = { account: Address; version: number; bundleDigest: Hex };

/** What an attester signs about a doctor. Times are Unix seconds. Names follow `IAttestations.Attestation`. */
export type DoctorAttestation = {
  subject: Address;
  licenceTag: Hex;
  professionalName: string;
  specialty: string;
  validUntil: bigint;
  issuedAt: bigint;
};

const keyStatementFields = [
  { name: "account", type: "address" },
  { name: "version", type: "uint32" },
  { name: "bundleDigest", type: "bytes32" },
] as const;

export const keyPossessionTypes = { KeyPossession: keyStatementFields } as const;
export const keyBundleTypes = { KeyBundle: keyStatementFields } as const;
export const doctorAttestationTypes = {
  DoctorAttestation: [
    { name: "subject", type: "address" },
    { name: "licenceTag", type: "bytes32" },
    { name: "professionalName", type: "string" },
    { name: "specialty", type: "string" },
    { name: "validUntil", type: "uint64" },
    { name: "issuedAt", type: "uint64" },
  ],
} as const;

/** The EIP-712 domain of every signature that the registry checks. */
export function registryDomain({ chainId, registry }: RegistryLocation) {
  return { name: "Chartkey Registry", version: "1", chainId, verifyingContract: registry } satisfies TypedDataDomain;
}

/** Typed data that the *encryption key* signs, to prove that whoever publishes the bundle holds it. */
export function keyPossession(location: RegistryLocation, message: KeyStatement) {
  return {
    domain: registryDomain(location),
    types: keyPossessionTypes,
    primaryType: "KeyPossession",
    message,
  } as const;
}

/** Typed data that the *account* signs, to say that the bundle is its own. */
export function keyBundle(location: RegistryLocation, message: KeyStatement) {
  return { domain: registryDomain(location), types: keyBundleTypes, primaryType: "KeyBundle", message } as const;
}

/** Typed data that an *attester* signs about a doctor. */
export function doctorAttestation(location: RegistryLocation, message: DoctorAttestation) {
  return {
    domain: registryDomain(location),
    types: doctorAttestationTypes,
    primaryType: "DoctorAttestation",
    message,
  } as const;
}
