import type { KnownAccount } from "#lib/history/auditEvents.ts";

/** A FHIR `Reference` by a business identifier: what it names is on the public record and in no FHIR server. */
export type FhirReference = { identifier: { system: string; value: string }; display?: string; type?: string };

/** CAIP-10 names an account of any chain. */
const ACCOUNTS = "https://chainagnostic.org/CAIPs/caip-10";

export function accountReference(
  chainId: number,
  { address, name }: Pick<KnownAccount, "address" | "name">,
): FhirReference {
  return {
    identifier: { system: ACCOUNTS, value: `eip155:${chainId}:${address}` },
    // FHIR allows no empty text.
    ...(name && { display: name }),
  };
}

export function contractReference(chainId: number, address: string, display: string): FhirReference {
  return { identifier: { system: ACCOUNTS, value: `eip155:${chainId}:${address}` }, display };
}

/** The patient is a chart, whose holder may change. */
export function chartReference(chart: string): FhirReference {
  return { type: "Patient", identifier: { system: "urn:chartkey:chart", value: chart } };
}

export function reportReference(report: string): FhirReference {
  return { type: "DocumentReference", identifier: { system: "urn:chartkey:report", value: report } };
}

export function hospitalReference({ id, name }: { id: number; name: string }): FhirReference {
  return {
    type: "Organization",
    identifier: { system: "urn:chartkey:hospital", value: String(id) },
    ...(name && { display: name }),
  };
}
