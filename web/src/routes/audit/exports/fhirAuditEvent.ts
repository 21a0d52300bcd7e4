import { recordsAbi } from "@chartkey/protocol/generated/records";
import type { AuditEvent, EventName } from "#lib/history/auditEvents.ts";
import type { Network } from "#lib/network/network.ts";
import { eventGroups, kindOf } from "../eventKinds.ts";
import { eventRow, isoTime } from "./eventRow.ts";
import {
  accountReference,
  chartReference,
  contractReference,
  hospitalReference,
  reportReference,
  type FhirReference,
} from "./fhirIdentifiers.ts";

type Action = "C" | "R" | "U" | "D" | "E";

const DICOM = "http://dicom.nema.org/resources/ontology/DCM";
const TYPES = {
  patientRecord: { system: DICOM, code: "110110", display: "Patient Record" },
  rolesChanged: { system: DICOM, code: "110136", display: "Security Roles Changed" },
  attributesChanged: { system: DICOM, code: "110137", display: "User Security Attributes Changed" },
};

const recordsEvents: readonly string[] = recordsAbi.flatMap((item) => (item.type === "event" ? [item.name] : []));

/** The event as FHIR R4 AuditEvent: what happened, who did it, on whose and which record, and which contract says so. */
export function fhirAuditEvent(event: AuditEvent, network: Network) {
  const { chainId } = network;
  const { id, name, actor, sender, account, chart, report, hospital } = event;
  const isOfRecords = recordsEvents.includes(name);
  const contract = isOfRecords ? network.records : network.registry;
  const isSentByAnother = actor !== null && actor.address !== sender.address;
  const about: (FhirReference | null)[] = [
    chart && chartReference(chart.id),
    report && reportReference(report),
    account && accountReference(chainId, account),
    hospital && hospitalReference(hospital),
  ];
  return {
    resourceType: "AuditEvent",
    id: id.slice(2),
    type: typeOf(name),
    subtype: [{ system: "urn:chartkey:event", code: name, display: kindOf(event).label }],
    action: event.isNewLock ? "U" : actionOf(name),
    recorded: isoTime(event.timestamp),
    outcome: "0",
    outcomeDesc: String(eventRow(event).sentence),
    agent: [
      { who: accountReference(chainId, actor ?? sender), requestor: true },
      ...(isSentByAnother ? [{ who: accountReference(chainId, sender), requestor: false }] : []),
    ],
    source: { observer: contractReference(chainId, contract, isOfRecords ? "Records" : "Registry") },
    entity: [
      ...about.filter((what) => what !== null).map((what) => ({ what })),
      { what: { identifier: { system: "urn:chartkey:transaction", value: event.transaction } } },
    ],
  };
}

function typeOf(name: EventName) {
  if ((eventGroups.roles as readonly string[]).includes(name)) return TYPES.rolesChanged;
  if ((eventGroups.accounts as readonly string[]).includes(name)) return TYPES.attributesChanged;
  return TYPES.patientRecord;
}

/** Create, update, delete or execute; nothing on the record says that somebody read. */
function actionOf(name: EventName): Action {
  if (
    /(Opened|Added|Registered|Published|Granted|Requested|Asked|Assigned|Attested|Scheduled|Started|Proposed)$/.test(
      name,
    )
  ) {
    return "C";
  }
  if (/(Erased|Revoked|Stopped|Ended|Cancelled|Canceled|Disavowed)$/.test(name)) return "D";
  return name === "Paused" || name === "Unpaused" ? "E" : "U";
}
