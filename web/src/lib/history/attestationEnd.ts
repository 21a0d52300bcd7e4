import type { Hex } from "viem";
import { graphql } from "./graphql.ts";

export const attestationEndFields = graphql(`
  fragment AttestationEndFields on Attestation @_unmask {
    acceptedAt
    revokedAt
    attester {
      id
      disavowedSince
      disavowed {
        timestamp
      }
    }
  }
`);

type Fields = {
  acceptedAt: string;
  revokedAt: string | null;
  attester: { id: Hex; disavowedSince: string | null; disavowed: { timestamp: string } | null };
};

/** When an attestation was ended before its time: revoked, or void with its attester; null when neither. Unix seconds. */
export function attestationEnd({ acceptedAt, revokedAt, attester }: Fields): number | null {
  if (revokedAt !== null) return Number(revokedAt);
  const { disavowedSince, disavowed } = attester;
  const isVoid = disavowedSince !== null && Number(acceptedAt) >= Number(disavowedSince);
  return isVoid && disavowed ? Number(disavowed.timestamp) : null;
}
