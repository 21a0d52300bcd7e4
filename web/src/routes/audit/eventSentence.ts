import { formatDate } from "#components/dates.ts";
import type { Phrase } from "#components/phrase.ts";
import type { AuditEvent, EventName, KnownAccount } from "#lib/history/auditEvents.ts";
import { accountLink, addressLink, reportLink } from "./links.ts";
import { purposeWords } from "#lib/words/purposeWords.ts";
import { retractionWords } from "#lib/words/retractionWords.ts";
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
  HospitalOpened: (event) => [...networkAdministrator(event), " opened ", hospitalWords(event.hospital)],
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
  RoleGrantScheduled: (event) => [
    ...granter(event),
    " announced ",
    ...someone(event.account),
    ` as ${roleWords(event.role, event.hospital)}`,
  ],
  RoleGrantCancelled: (event) =>
    event.actor?.address === event.account?.address
      ? [...actor(event), ` turned down being ${roleWords(event.role, event.hospital)}`]
      : [
          ...granter(event),
          " called off the announced appointment of ",
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

  Paused: (event) => ["pauser ", accountLink(event.actor ?? event.sender), " paused the network"],
  Unpaused: (event) => [...actor(event), " ended the pause of the network"],

  PatientRegistered: (event) => [...someone(event.account), " registered as a patient and opened a chart"],
  SignaturesCancelled: (event) => [...patient(event), " made void what they had signed and nobody had sent yet"],
  RecoveryStarted: (event) => [
    ...recoveryKey(event),
    " began to give the chart to ",
    ...someone(event.account),
    ...due(event),
  ],
  RecoveryCancelled: (event) => [
    ...patient(event),
    " cancelled the recovery that would have given the chart to ",
    ...someone(event.account),
  ],
  ChartRecovered: (event) => ["a chart was recovered, and is held by ", ...someone(event.account), " from then on"],
  AuthoriserProposed: (event) => [
    ...patient(event),
    " announced ",
    ...someone(event.account),
    " as their recovery key",
  ],
  AuthoriserReplaced: (event) => [...recoveryKey(event), " is ", ...someone(event.account), " from then on"],
  KeyPublished: (event) => [...someone(event.account), " published their public key"],

  DoctorAttested: (event) => [...someone(event.account), " submitted proof of their licence and is verified"],
  AttestationRevoked: (event) => [...actor(event), " ended the verification of ", ...someone(event.account)],

  ReplacementStarted: (event) => [
    ...someone(event.account),
    " submitted proof of the licence of ",
    ...someone(event.replaced),
    " and is to take the place of that wallet",
    ...due(event),
  ],
  ReplacementVetoed: (event) => [...actor(event), " vetoed that ", ...changeOfWallet(event)],
  VetoOverruled: (event) => [...networkAdministrator(event), " overruled the veto that ", ...changeOfWallet(event)],
  AttesterDisavowed: (event) => [
    ...networkAdministrator(event),
    " disowned verifier ",
    ...someone(event.account),
    ": what it verified since a moment that the event names is void, and it is never a verifier again",
  ],

  CareAsked: (event) => [...patient(event), " asked ", hospitalWords(event.hospital), " for care"],
  CareAccepted: (event) => [
    ...registrar(event),
    " accepted ",
    ...patient(event),
    " at ",
    hospitalWords(event.hospital),
  ],
  CareSuspended: (event) => [
    ...registrar(event),
    " suspended care for ",
    ...patient(event),
    " at ",
    hospitalWords(event.hospital),
  ],
  CareResumed: (event) => [
    ...registrar(event),
    " resumed care for ",
    ...patient(event),
    " at ",
    hospitalWords(event.hospital),
  ],
  CareEnded: (event) =>
    isByPatient(event)
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
    isByPatient(event)
      ? [...patient(event), " added report ", ...report(event), " to their own chart"]
      : [...actor(event), " added report ", ...report(event), " for ", ...patient(event)],
  ReportCorrected: (event) => [...author(event), " corrected report ", ...report(event), ...ofPatient(event)],
  ReportRekeyed: (event) => [...patient(event), " gave report ", ...report(event), " a new lock"],
  RemarkAdded: (event) =>
    event.isNewLock
      ? [...actor(event), " gave a remark on report ", ...report(event), " a new lock; what it says is the same"]
      : [...actor(event), " remarked on report ", ...report(event), " of ", ...patient(event)],

  ReportRetracted: (event) => [
    ...author(event),
    " withdrew report ",
    ...report(event),
    ...ofPatient(event),
    event.reason ? `, because ${retractionWords[event.reason]}` : "",
  ],
  ReportErased: (event) => [...patient(event), " erased report ", ...report(event)],

  ConsentRequested: (event) => [
    ...actor(event),
    " asked ",
    ...patient(event),
    " for report ",
    ...report(event),
    ...requestedFor(event),
  ],
  RequestDeclined: (event) => [
    ...patient(event),
    " said no to ",
    ...someone(event.account),
    ", who asked for report ",
    ...report(event),
    ...requestedFor(event),
  ],
  ConsentGranted: (event) => [
    ...patient(event),
    " let ",
    ...someone(event.account),
    " read report ",
    ...report(event),
    ...terms(event),
  ],
  StandingConsentGranted: (event) => [
    ...patient(event),
    " let ",
    ...someone(event.account),
    " read all their reports, also those added later",
    ...(event.grant ? [","] : []),
    ...terms(event),
  ],
  ConsentStopped: (event) => [
    ...stopper(event),
    " stopped sharing report ",
    ...report(event),
    " with ",
    ...someone(event.account),
  ],
  EverythingStopped: (event) => [...stopper(event), " stopped sharing everything with ", ...someone(event.account)],
  CapsulesPublished: (event) => [
    ...patient(event),
    " wrapped keys of reports for ",
    ...someone(event.account),
    ", which changes nothing about who may read",
  ],
  OwnCapsulesPublished: (event) => [...someone(event.account), " wrapped keys of reports for a new key of their own"],
};

function networkAdministrator(event: AuditEvent): Phrase {
  return ["network administrator ", accountLink(event.actor ?? event.sender)];
}

function actor(event: AuditEvent): Phrase {
  return someone(event.actor ?? event.sender);
}

/** Only registrars accept, assign and appoint doctors: the contract lets nobody else. */
function registrar(event: AuditEvent): Phrase {
  return ["registrar ", accountLink(event.actor ?? event.sender)];
}

/** Who may give or take the role that an event is about. */
function granter(event: AuditEvent): Phrase {
  return event.role === "DOCTOR" ? registrar(event) : networkAdministrator(event);
}

function someone(account: KnownAccount | null): Phrase {
  if (!account) return ["someone"];
  if (account.name) return [accountLink(account)];
  return [account.isPatient ? "patient " : "account ", accountLink(account)];
}

/** Whether whoever acted held the chart, now or before a recovery. */
function isByPatient({ actor, chart }: AuditEvent): boolean {
  return actor !== null && chart !== null && [chart.holder, ...chart.formerHolders].includes(actor.address);
}

/** By the account that held the chart when they acted, if that was another one. */
function patient(event: AuditEvent): Phrase {
  const { actor, chart } = event;
  if (!chart) return ["a patient"];
  return ["patient ", addressLink(actor && isByPatient(event) ? actor.address : chart.holder)];
}

function recoveryKey(event: AuditEvent): Phrase {
  return ["the recovery key of ", ...patient(event)];
}

/** Besides the patient only the recovery key of their chart stops sharing. */
function stopper(event: AuditEvent): Phrase {
  return event.actor === null || event.chart === null || isByPatient(event) ? patient(event) : recoveryKey(event);
}

/** Who wrote the report that they correct or withdraw. */
function author(event: AuditEvent): Phrase {
  return isByPatient(event) ? patient(event) : actor(event);
}

function ofPatient(event: AuditEvent): Phrase {
  return isByPatient(event) ? [" of their own"] : [" of ", ...patient(event)];
}

function changeOfWallet(event: AuditEvent): Phrase {
  return [...someone(event.account), " takes the place of ", ...someone(event.replaced)];
}

function due({ dueAt }: AuditEvent): Phrase {
  return dueAt === null ? [] : [`, at the earliest on ${formatDate(dueAt * 1000, "day")}`];
}

function requestedFor({ requestedFor }: AuditEvent): Phrase {
  return requestedFor ? [`, for ${purposeWords[requestedFor]}`] : [];
}

function report({ report }: AuditEvent): Phrase {
  return report ? [reportLink(report)] : ["of unknown number"];
}

function terms({ grant }: AuditEvent): Phrase {
  if (!grant) return [];
  return [` until ${formatDate(grant.expiry * 1000, "day")}, for ${purposeWords[grant.purpose]}`];
}
