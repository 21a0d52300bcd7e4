import { doctorAttestation, type DoctorAttestation } from "@chartkey/protocol/typed-data";
import type { Contracts } from "../contracts.ts";
import type { Person } from "../person.ts";
import { realisticBytes } from "../realistic.ts";
import { YEAR } from "../times.ts";

export function attestation(subject: Person, issuedAt: bigint, licence = subject.name): DoctorAttestation {
  return {
    subject: subject.address,
    licenceTag: realisticBytes(`licence of ${licence}`),
    professionalName: "Dr Lena Hallowell",
    specialty: "Cardiology",
    validUntil: issuedAt + YEAR,
    issuedAt,
  };
}

export function signAttestation(contracts: Contracts, attester: Person, signed: DoctorAttestation) {
  return attester.account.signTypedData(doctorAttestation(contracts, signed));
}
