import { doctorAttestation, type DoctorAttestation } from "@chartkey/protocol/typed-data";
import type { Address, Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import type { Configuration } from "../configuration/read-configuration.ts";
import type { Licence } from "../register/licence.ts";

/** Longest validity in seconds: two years. The Registry refuses more. */
export const LONGEST_VALIDITY = 2 * 365 * 24 * 60 * 60;

/**
 * Signs, as the attester, that `subject` belongs to the holder of a licence (EIP-712 `DoctorAttestation`). Signatures are
 * deterministic (RFC 6979): the same facts give the same bytes.
 *
 * @param issuedAt Unix seconds
 */
export async function signAttestation(
  { chain, attesterPrivateKey }: Pick<Configuration, "chain" | "attesterPrivateKey">,
  { subject, licenceTag, licence, issuedAt }: { subject: Address; licenceTag: Hex; licence: Licence; issuedAt: number },
): Promise<{ attestation: DoctorAttestation; signature: Hex }> {
  const attestation = {
    subject,
    licenceTag,
    professionalName: licence.professionalName,
    specialty: licence.specialty,
    validUntil: BigInt(Math.min(licence.validUntil, issuedAt + LONGEST_VALIDITY)),
    issuedAt: BigInt(issuedAt),
  };
  const location = { chainId: chain.id, registry: chain.registry };
  const signature = await privateKeyToAccount(attesterPrivateKey).signTypedData(
    doctorAttestation(location, attestation),
  );
  return { attestation, signature };
}
