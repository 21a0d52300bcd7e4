import type { AuditEvent } from "#lib/history/auditEvents.ts";
import type { Network } from "#lib/network/network.ts";
import { isoTime } from "./eventRow.ts";
import { accountReference, hospitalReference, reportReference } from "./fhirIdentifiers.ts";

/** HL7 v3 DataOperation. */
const ACTIVITIES: Partial<Record<AuditEvent["name"], "CREATE" | "UPDATE" | "APPEND" | "NULLIFY" | "DELETE">> = {
  ReportAdded: "CREATE",
  ReportCorrected: "UPDATE",
  ReportRekeyed: "UPDATE",
  RemarkAdded: "APPEND",
  ReportRetracted: "NULLIFY",
  ReportErased: "DELETE",
};

/** Who made or changed a report, as FHIR R4 Provenance; null for events of other kinds. */
export function fhirProvenance(event: AuditEvent, { chainId }: Network) {
  // A new lock adds no remark.
  const activity = event.isNewLock ? "UPDATE" : ACTIVITIES[event.name];
  const { id, report, hospital } = event;
  if (!activity || !report) return null;
  return {
    resourceType: "Provenance",
    id: `provenance-${id.slice(2)}`,
    target: [reportReference(report)],
    occurredDateTime: isoTime(event.timestamp),
    recorded: isoTime(event.timestamp),
    activity: { coding: [{ system: "http://terminology.hl7.org/CodeSystem/v3-DataOperation", code: activity }] },
    agent: [
      {
        type: {
          coding: [{ system: "http://terminology.hl7.org/CodeSystem/provenance-participant-type", code: "author" }],
        },
        who: accountReference(chainId, event.actor ?? event.sender),
        ...(hospital && { onBehalfOf: hospitalReference(hospital) }),
      },
    ],
  };
}
