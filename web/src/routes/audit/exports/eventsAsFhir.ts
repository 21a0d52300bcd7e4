import type { AuditEvent } from "#lib/history/auditEvents.ts";
import type { Network } from "#lib/network/network.ts";
import { fhirAuditEvent } from "./fhirAuditEvent.ts";
import { fhirConsent } from "./fhirConsent.ts";
import { fhirProvenance } from "./fhirProvenance.ts";

/**
 * The events as a FHIR R4 Bundle: an AuditEvent for each, and besides a Consent for each decision about reading and a Provenance for
 * each change of a report. Patients are charts: no resource names one.
 *
 * @param now Milliseconds.
 */
export function eventsAsFhir(events: readonly AuditEvent[], network: Network, now: number) {
  const resources = events.flatMap((event) => [
    fhirAuditEvent(event, network),
    ...[fhirConsent(event, network), fhirProvenance(event, network)].filter((resource) => resource !== null),
  ]);
  return {
    resourceType: "Bundle",
    type: "collection",
    timestamp: new Date(now).toISOString(),
    entry: resources.map((resource) => ({
      fullUrl: `urn:chartkey:${network.chainId}:${resource.resourceType}:${resource.id}`,
      resource,
    })),
  };
}
