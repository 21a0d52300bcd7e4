import type { AuditEvent } from "#lib/history/auditEvents.ts";
import type { Network } from "#lib/network/network.ts";
import { isoTime } from "./eventRow.ts";
import { accountReference, chartReference, reportReference } from "./fhirIdentifiers.ts";

type Status = "proposed" | "active" | "rejected" | "inactive";

const STATUSES: Partial<Record<AuditEvent["name"], Status>> = {
  ConsentRequested: "proposed",
  RequestDeclined: "rejected",
  ConsentGranted: "active",
  StandingConsentGranted: "active",
  ConsentStopped: "inactive",
  EverythingStopped: "inactive",
};

const coding = (system: string, code: string, display?: string) => ({
  coding: [{ system, code, ...(display && { display }) }],
});

/**
 * What a patient decided, or was asked for, as FHIR R4 Consent, as of the event; null for events of other kinds. A consent to one
 * report names it; one to all of a chart names none.
 */
export function fhirConsent(event: AuditEvent, { chainId }: Network) {
  const status = STATUSES[event.name];
  const { id, account, chart, report, grant, requestedFor } = event;
  if (!status || !account || !chart) return null;
  const permits = status === "active" || status === "proposed";
  const purpose = status === "active" ? grant?.purpose : requestedFor;
  return {
    resourceType: "Consent",
    id: `consent-${id.slice(2)}`,
    status,
    scope: coding("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy", "Privacy Consent"),
    category: [coding("http://loinc.org", "59284-0", "Consent Document")],
    patient: chartReference(chart.id),
    dateTime: isoTime(event.timestamp),
    performer: [accountReference(chainId, event.actor ?? event.sender)],
    policyRule: coding("http://terminology.hl7.org/CodeSystem/v3-ActCode", permits ? "OPTIN" : "OPTOUT"),
    provision: {
      type: permits ? "permit" : "deny",
      ...(status === "active" && grant && { period: { start: isoTime(event.timestamp), end: isoTime(grant.expiry) } }),
      actor: [
        {
          role: coding("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP", "information recipient"),
          reference: accountReference(chainId, account),
        },
      ],
      ...(purpose &&
        purpose !== "NONE" &&
        purpose !== "OTHER" && {
          purpose: [{ system: "http://terminology.hl7.org/CodeSystem/v3-ActReason", code: purpose }],
        }),
      ...(report && { data: [{ meaning: "instance", reference: reportReference(report) }] }),
    },
  };
}
