import type { PurposeCode } from "@chartkey/protocol/purpose";
import { formatDate } from "#components/dates.ts";
import type { Phrase } from "#components/phrase.ts";
import type { AuditEvent, EventName, KnownAccount } from "#lib/history/auditEvents.ts";
import type { RoleKind } from "#lib/history/roleHistory.ts";
import { accountLink, addressLink, reportLink } from "./links.ts";

/** What an event says, in a plain sentence whose names lead to their histories. */
export function eventSentence(event: AuditEvent): Phrase {
  const told = capitalised(sentences[event.name](event));
  const sentByAnother = event.actor && event.actor.address !== event.sender.address;
  return sentByAnother ? [...told, ". Sent by account ", addressLink(event.sender.address)] : told;
}

function capitalised([first, ...rest]: Phrase): Phrase {
  if (first === undefined) return [];
  return [typeof first === "string" ? first.charAt(0).toUpperCase() + first.slice(1) : first, ...rest];
}

/** What a consent is for, after "for". */
const purposes: Record<PurposeCode | "OTHER", string> = {
  NONE: "no stated purpose",
  TREAT: "treatment",
  ETREAT: "emergency treatment",
  COC: "coordinating care",
  HPAYMT: "payment",
  HRESCH: "research",
  PATRQT: "the patient’s own request",
  OTHER: "a purpose this page has no word for",
};

const sentences: Record<EventName, (event: AuditEvent) => Phrase> = {
  HospitalOpened: (event) => [...someone(event.sender), " opened ", hospital(event)],
  RoleGranted: (event) => [...actor(event), " appointed ", ...someone(event.account), ` as ${roleOf(event)}`],
  RoleRevoked: (event) =>
    event.actor?.address === event.account?.address
      ? [...actor(event), ` gave up being ${roleOf(event)}`]
      : [...actor(event), " ended the appointment of ", ...someone(event.account), ` as ${roleOf(event)}`],
  DefaultAdminTransferScheduled: (event) => [
    ...someone(event.sender),
    " began to hand the network over to ",
    ...someone(event.account),
  ],
  DefaultAdminTransferCanceled: (event) => [...someone(event.sender), " called the handover of the network off"],
  DefaultAdminDelayChangeScheduled: (event) => [
    ...someone(event.sender),
    " began to change how long a handover of the network takes",
  ],
  DefaultAdminDelayChangeCanceled: (event) => [
    ...someone(event.sender),
    " called off the change of how long a handover takes",
  ],

  PatientRegistered: (event) => [...someone(event.account), " registered as a patient and opened a chart"],
  KeyPublished: (event) => [...someone(event.account), " published the public key that things are locked for"],

  DoctorAttested: (event) => [...someone(event.account), " submitted proof of their licence and is verified"],
  AttestationRevoked: (event) => [...actor(event), " ended the verification of ", ...someone(event.account)],

  CareAsked: (event) => [...patient(event), " asked ", hospital(event), " for care"],
  CareAccepted: (event) => [...actor(event), " accepted ", ...patient(event), " at ", hospital(event)],
  CareEnded: (event) =>
    event.actor?.address === event.chart?.holder
      ? [...patient(event), " left ", hospital(event), " or took their request back"]
      : [...actor(event), " declined or ended care for ", ...patient(event), " at ", hospital(event)],
  DoctorAssigned: (event) => [
    ...actor(event),
    " assigned ",
    ...someone(event.account),
    " to ",
    ...patient(event),
    " at ",
    hospital(event),
  ],
  AssignmentEnded: (event) => [
    ...actor(event),
    " ended the assignment of ",
    ...someone(event.account),
    " to ",
    ...patient(event),
    " at ",
    hospital(event),
  ],

  ReportAdded: (event) =>
    event.actor?.address === event.chart?.holder
      ? [...patient(event), " added report ", ...report(event), " to their own chart"]
      : [...actor(event), " added report ", ...report(event), " for ", ...patient(event)],
  RemarkAdded: (event) => [...actor(event), " remarked on report ", ...report(event), " of ", ...patient(event)],

  ConsentGranted: (event) => [
    ...patient(event),
    " let ",
    ...someone(event.account),
    " read report ",
    ...report(event),
    ...terms(event),
  ],
  ConsentStopped: (event) => [
    ...patient(event),
    " stopped sharing report ",
    ...report(event),
    " with ",
    ...someone(event.account),
  ],
};

function actor(event: AuditEvent): Phrase {
  return someone(event.actor ?? event.sender);
}

function someone(account: KnownAccount | null): Phrase {
  if (!account) return ["someone"];
  if (account.name) return [accountLink(account)];
  return [account.isPatient ? "patient " : "account ", accountLink(account)];
}

function patient({ chart }: AuditEvent): Phrase {
  return chart ? ["patient ", addressLink(chart.holder)] : ["a patient"];
}

function report({ report }: AuditEvent): Phrase {
  return report ? [reportLink(report)] : ["of unknown number"];
}

function hospital({ hospital }: AuditEvent): string {
  return hospital ? hospital.name || `hospital ${hospital.id}` : "a hospital";
}

function terms({ grant }: AuditEvent): Phrase {
  if (!grant) return [];
  return [` until ${formatDate(grant.expiry * 1000, "day")}, for ${purposes[grant.purpose]}`];
}

function roleOf(event: AuditEvent): string {
  const words: Record<RoleKind, string> = {
    DEFAULT_ADMIN: "default admin of the network",
    ATTESTER: "verifier",
    REGISTRAR: `registrar of ${hospital(event)}`,
    DOCTOR: `doctor of ${hospital(event)}`,
    OTHER: "holder of a role this page has no word for",
  };
  return words[event.role ?? "OTHER"];
}
