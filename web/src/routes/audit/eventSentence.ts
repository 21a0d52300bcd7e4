import { formatDate } from "#components/dates.ts";
import type { Phrase } from "#components/phrase.ts";
import type { AuditEvent, EventName, KnownAccount } from "#lib/history/auditEvents.ts";
import { accountLink, addressLink, reportLink } from "./links.ts";
import { purposeWords } from "#lib/words/purposeWords.ts";
import { hospitalWords, roleWords } from "./roleWords.ts";

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

const sentences: Record<EventName, (event: AuditEvent) => Phrase> = {
  HospitalOpened: (event) => [
    "network administrator ",
    accountLink(event.sender),
    " opened ",
    hospitalWords(event.hospital),
  ],
  RoleGranted: (event) =>
    event.actor?.address === event.account?.address
      ? [...someone(event.account), ` became ${roleWords(event.role, event.hospital)}`]
      : [...granter(event), " appointed ", ...someone(event.account), ` as ${roleWords(event.role, event.hospital)}`],
  RoleRevoked: (event) =>
    event.actor?.address === event.account?.address
      ? [...actor(event), ` gave up being ${roleWords(event.role, event.hospital)}`]
      : [
          ...granter(event),
          " ended the appointment of ",
          ...someone(event.account),
          ` as ${roleWords(event.role, event.hospital)}`,
        ],
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
  KeyPublished: (event) => [...someone(event.account), " published their public key"],

  DoctorAttested: (event) => [...someone(event.account), " submitted proof of their licence and is verified"],
  AttestationRevoked: (event) => [...actor(event), " ended the verification of ", ...someone(event.account)],

  CareAsked: (event) => [...patient(event), " asked ", hospitalWords(event.hospital), " for care"],
  CareAccepted: (event) => [
    ...registrar(event),
    " accepted ",
    ...patient(event),
    " at ",
    hospitalWords(event.hospital),
  ],
  CareEnded: (event) =>
    event.actor?.address === event.chart?.holder
      ? [...patient(event), " left ", hospitalWords(event.hospital), " or took their request back"]
      : [...registrar(event), " declined or ended care for ", ...patient(event), " at ", hospitalWords(event.hospital)],
  DoctorAssigned: (event) => [
    ...registrar(event),
    " assigned ",
    ...someone(event.account),
    " to ",
    ...patient(event),
    " at ",
    hospitalWords(event.hospital),
  ],
  AssignmentEnded: (event) => [
    ...registrar(event),
    " ended the assignment of ",
    ...someone(event.account),
    " to ",
    ...patient(event),
    " at ",
    hospitalWords(event.hospital),
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

/** Only registrars accept, assign and appoint doctors: the contract lets nobody else. */
function registrar(event: AuditEvent): Phrase {
  return ["registrar ", accountLink(event.actor ?? event.sender)];
}

/** Who may give or take the role that an event is about. */
function granter(event: AuditEvent): Phrase {
  if (event.role === "DOCTOR") return registrar(event);
  return ["network administrator ", accountLink(event.actor ?? event.sender)];
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

function terms({ grant }: AuditEvent): Phrase {
  if (!grant) return [];
  return [` until ${formatDate(grant.expiry * 1000, "day")}, for ${purposeWords[grant.purpose]}`];
}
