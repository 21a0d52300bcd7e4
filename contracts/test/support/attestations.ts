import { doctorAttestation, type DoctorAttestation } from "@chartkey/protocol/typed-data";
import { keccak256, toHex } from "viem";
import type { Actor } from "./actor.ts";
import { now, YEAR } from "./chain.ts";
import { location } from "./location.ts";

/** An attestation of `subject`, issued now and valid for a year, unless told otherwise. */
export async function attestationOf(
  subject: Actor,
  changes: Partial<DoctorAttestation> = {},
): Promise<DoctorAttestation> {
  const issuedAt = changes.issuedAt ?? (await now());
  return {
    subject: subject.address,
    licenceTag: keccak256(toHex(`licence of ${subject.address}`)),
    professionalName: "Dr Lena Hallowell",
    specialty: "Cardiology",
    validUntil: issuedAt + YEAR,
    issuedAt,
    ...changes,
  };
}

/** Has `signer` sign the attestation and its subject submit it. */
export async function attest(signer: Actor, subject: Actor, changes: Partial<DoctorAttestation> = {}) {
  const attestation = await attestationOf(subject, changes);
  return subject.registry.write.submitAttestation([attestation, await signAttestation(signer, attestation)]);
}

export function signAttestation(signer: Actor, attestation: DoctorAttestation) {
  return signer.wallet.signTypedData(doctorAttestation(location(signer.registry.address), attestation));
}
