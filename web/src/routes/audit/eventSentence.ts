import { formatDate } from "#components/dates.ts";
import { piecesOf, type Phrase } from "#components/phrase.ts";
import type { AuditEvent, EventName, KnownAccount } from "#lib/history/auditEvents.ts";
import { purposeWords } from "#lib/words/purposeWords.ts";
import { retractionWords } from "#lib/words/retractionWords.ts";
import { m } from "#messages";
import { accountLink, addressLink, reportLink } from "./links.ts";
import { hospitalWords, roleWords } from "./roleWords.ts";

/** What an event says, in a plain sentence whose names lead to their histories. */
export function eventSentence(event: AuditEvent): Phrase {
  const told = capitalised(sentences[event.name](event));
  const sentByAnother = event.actor && event.actor.address !== event.sender.address;
  return sentByAnother ? say(m.words_event_sent_by, { told, sender: [addressLink(event.sender.address)] }) : told;
}

function capitalised([first, ...rest]: Phrase): Phrase {
  if (first === undefined) return [];
  return [typeof first === "string" ? first.charAt(0).toUpperCase() + first.slice(1) : first, ...rest];
}

/** A message with phrases in the places of its inputs. */
function say<Inputs extends object>(
  message: (inputs: Inputs) => string,
  inputs: { readonly [Name in keyof Inputs]: Phrase | string },
): Phrase {
  return piecesOf(message as (inputs: object) => string, {}, Object.keys(inputs)).flatMap((piece) =>
    typeof piece === "string" ? piece : inputs[piece.name as keyof Inputs],
  );
}

const sentences: Record<EventName, (event: AuditEvent) => Phrase> = {
  HospitalOpened: (event) =>
    say(m.words_event_hospital_opened, {
      administrator: networkAdministrator(event),
      hospital: hospitalWords(event.hospital),
    }),
  RoleGranted: (event) => {
    const given = { account: someone(event.account), role: roleWords(event.role, event.hospital) };
    return isByAccount(event)
      ? say(m.words_event_role_taken, given)
      : say(m.words_event_role_granted, { granter: granter(event), ...given });
  },
  RoleRevoked: (event) => {
    const given = { account: someone(event.account), role: roleWords(event.role, event.hospital) };
    return isByAccount(event)
      ? say(m.words_event_role_given_up, given)
      : say(m.words_event_role_revoked, { granter: granter(event), ...given });
  },
  RoleGrantScheduled: (event) =>
    say(m.words_event_role_announced, {
      granter: granter(event),
      account: someone(event.account),
      role: roleWords(event.role, event.hospital),
    }),
  RoleGrantCancelled: (event) => {
    const given = { account: someone(event.account), role: roleWords(event.role, event.hospital) };
    return isByAccount(event)
      ? say(m.words_event_role_turned_down, given)
      : say(m.words_event_role_called_off, { granter: granter(event), ...given });
  },
  DefaultAdminTransferScheduled: (event) =>
    say(m.words_event_handover_begun, { sender: someone(event.sender), account: someone(event.account) }),
  DefaultAdminTransferCanceled: (event) => say(m.words_event_handover_called_off, { sender: someone(event.sender) }),
  DefaultAdminDelayChangeScheduled: (event) =>
    say(m.words_event_handover_delay_begun, { sender: someone(event.sender) }),
  DefaultAdminDelayChangeCanceled: (event) =>
    say(m.words_event_handover_delay_called_off, { sender: someone(event.sender) }),

  Paused: (event) => say(m.words_event_paused, { pauser: [accountLink(event.actor ?? event.sender)] }),
  Unpaused: (event) => say(m.words_event_unpaused, { actor: actor(event) }),

  PatientRegistered: (event) => say(m.words_event_patient_registered, { account: someone(event.account) }),
  SignaturesCancelled: (event) => say(m.words_event_signatures_cancelled, { patient: patient(event) }),
  RecoveryStarted: (event) => {
    const given = { key: recoveryKey(event), account: someone(event.account) };
    return event.dueAt === null
      ? say(m.words_event_recovery_started, given)
      : say(m.words_event_recovery_started_due, { ...given, day: dayOf(event.dueAt) });
  },
  RecoveryCancelled: (event) =>
    say(m.words_event_recovery_cancelled, { patient: patient(event), account: someone(event.account) }),
  ChartRecovered: (event) => say(m.words_event_chart_recovered, { account: someone(event.account) }),
  AuthoriserProposed: (event) =>
    say(m.words_event_authoriser_proposed, { patient: patient(event), account: someone(event.account) }),
  AuthoriserReplaced: (event) =>
    say(m.words_event_authoriser_replaced, { key: recoveryKey(event), account: someone(event.account) }),
  KeyPublished: (event) => say(m.words_event_key_published, { account: someone(event.account) }),

  DoctorAttested: (event) => say(m.words_event_doctor_attested, { account: someone(event.account) }),
  AttestationRevoked: (event) =>
    say(m.words_event_attestation_revoked, { actor: actor(event), account: someone(event.account) }),

  ReplacementStarted: (event) =>
    event.dueAt === null
      ? say(m.words_event_replacement_started, changeOfWallet(event))
      : say(m.words_event_replacement_started_due, { ...changeOfWallet(event), day: dayOf(event.dueAt) }),
  ReplacementVetoed: (event) =>
    say(m.words_event_replacement_vetoed, { actor: actor(event), ...changeOfWallet(event) }),
  VetoOverruled: (event) =>
    say(m.words_event_veto_overruled, { administrator: networkAdministrator(event), ...changeOfWallet(event) }),
  AttesterDisavowed: (event) =>
    say(m.words_event_attester_disavowed, {
      administrator: networkAdministrator(event),
      account: someone(event.account),
    }),

  CareAsked: (event) =>
    say(m.words_event_care_asked, { patient: patient(event), hospital: hospitalWords(event.hospital) }),
  CareAccepted: (event) => say(m.words_event_care_accepted, care(event)),
  CareSuspended: (event) => say(m.words_event_care_suspended, care(event)),
  CareResumed: (event) => say(m.words_event_care_resumed, care(event)),
  CareEnded: (event) =>
    isByPatient(event)
      ? say(m.words_event_care_left, { patient: patient(event), hospital: hospitalWords(event.hospital) })
      : say(m.words_event_care_ended, care(event)),
  DoctorAssigned: (event) => say(m.words_event_doctor_assigned, { ...care(event), account: someone(event.account) }),
  AssignmentEnded: (event) => say(m.words_event_assignment_ended, { ...care(event), account: someone(event.account) }),

  ReportAdded: (event) =>
    isByPatient(event)
      ? say(m.words_event_report_added_own, { patient: patient(event), report: report(event) })
      : say(m.words_event_report_added, { actor: actor(event), report: report(event), patient: patient(event) }),
  ReportCorrected: (event) =>
    isByPatient(event)
      ? say(m.words_event_report_corrected_own, { patient: patient(event), report: report(event) })
      : say(m.words_event_report_corrected, { actor: actor(event), report: report(event), patient: patient(event) }),
  ReportRekeyed: (event) => say(m.words_event_report_rekeyed, { patient: patient(event), report: report(event) }),
  RemarkAdded: (event) =>
    event.isNewLock
      ? say(m.words_event_remark_rekeyed, { actor: actor(event), report: report(event) })
      : say(m.words_event_remark_added, { actor: actor(event), report: report(event), patient: patient(event) }),

  ReportRetracted: (event) => {
    const reason = event.reason && retractionWords[event.reason];
    if (isByPatient(event)) {
      const own = { patient: patient(event), report: report(event) };
      return reason
        ? say(m.words_event_report_retracted_own_reason, { ...own, reason })
        : say(m.words_event_report_retracted_own, own);
    }
    const given = { actor: actor(event), report: report(event), patient: patient(event) };
    return reason
      ? say(m.words_event_report_retracted_reason, { ...given, reason })
      : say(m.words_event_report_retracted, given);
  },
  ReportErased: (event) => say(m.words_event_report_erased, { patient: patient(event), report: report(event) }),

  ConsentRequested: (event) => {
    const given = { actor: actor(event), patient: patient(event), report: report(event) };
    return event.requestedFor
      ? say(m.words_event_consent_requested_purpose, { ...given, purpose: purposeWords[event.requestedFor] })
      : say(m.words_event_consent_requested, given);
  },
  RequestDeclined: (event) => {
    const given = { patient: patient(event), account: someone(event.account), report: report(event) };
    return event.requestedFor
      ? say(m.words_event_request_declined_purpose, { ...given, purpose: purposeWords[event.requestedFor] })
      : say(m.words_event_request_declined, given);
  },
  ConsentGranted: (event) => {
    const given = { patient: patient(event), account: someone(event.account), report: report(event) };
    return event.grant
      ? say(m.words_event_consent_granted_terms, { ...given, ...terms(event.grant) })
      : say(m.words_event_consent_granted, given);
  },
  StandingConsentGranted: (event) => {
    const given = { patient: patient(event), account: someone(event.account) };
    return event.grant
      ? say(m.words_event_standing_consent_granted_terms, { ...given, ...terms(event.grant) })
      : say(m.words_event_standing_consent_granted, given);
  },
  ConsentStopped: (event) =>
    say(m.words_event_consent_stopped, {
      stopper: stopper(event),
      report: report(event),
      account: someone(event.account),
    }),
  EverythingStopped: (event) =>
    say(m.words_event_everything_stopped, { stopper: stopper(event), account: someone(event.account) }),
  CapsulesPublished: (event) =>
    say(m.words_event_capsules_published, { patient: patient(event), account: someone(event.account) }),
  OwnCapsulesPublished: (event) => say(m.words_event_own_capsules_published, { account: someone(event.account) }),
};

function networkAdministrator(event: AuditEvent): Phrase {
  return say(m.words_event_who_administrator, { account: [accountLink(event.actor ?? event.sender)] });
}

function actor(event: AuditEvent): Phrase {
  return someone(event.actor ?? event.sender);
}

/** Only registrars accept, assign and appoint doctors: the contract lets nobody else. */
function registrar(event: AuditEvent): Phrase {
  return say(m.words_event_who_registrar, { account: [accountLink(event.actor ?? event.sender)] });
}

/** Who may give or take the role that an event is about. */
function granter(event: AuditEvent): Phrase {
  return event.role === "DOCTOR" ? registrar(event) : networkAdministrator(event);
}

function someone(account: KnownAccount | null): Phrase {
  if (!account) return [m.words_event_who_someone()];
  if (account.name) return [accountLink(account)];
  return say(account.isPatient ? m.words_event_who_patient : m.words_event_who_account, {
    account: [accountLink(account)],
  });
}

/** Whether whoever acted is the account that an event is about. */
function isByAccount({ actor, account }: AuditEvent): boolean {
  return actor?.address === account?.address;
}

/** Whether whoever acted held the chart, now or before a recovery. */
function isByPatient({ actor, chart }: AuditEvent): boolean {
  return actor !== null && chart !== null && [chart.holder, ...chart.formerHolders].includes(actor.address);
}

/** By the account that held the chart when they acted, if that was another one. */
function patient(event: AuditEvent): Phrase {
  const { actor, chart } = event;
  if (!chart) return [m.words_event_who_a_patient()];
  const account = actor && isByPatient(event) ? actor.address : chart.holder;
  return say(m.words_event_who_patient, { account: [addressLink(account)] });
}

function recoveryKey(event: AuditEvent): Phrase {
  return say(m.words_event_who_recovery_key, { patient: patient(event) });
}

/** Besides the patient only the recovery key of their chart stops sharing. */
function stopper(event: AuditEvent): Phrase {
  return event.actor === null || event.chart === null || isByPatient(event) ? patient(event) : recoveryKey(event);
}

function care(event: AuditEvent): { registrar: Phrase; patient: Phrase; hospital: string } {
  return { registrar: registrar(event), patient: patient(event), hospital: hospitalWords(event.hospital) };
}

function changeOfWallet(event: AuditEvent): { account: Phrase; replaced: Phrase } {
  return { account: someone(event.account), replaced: someone(event.replaced) };
}

function report({ report }: AuditEvent): Phrase {
  return [report ? reportLink(report) : m.words_event_report_unknown()];
}

function terms({ expiry, purpose }: NonNullable<AuditEvent["grant"]>): { day: string; purpose: string } {
  return { day: dayOf(expiry), purpose: purposeWords[purpose] };
}

function dayOf(seconds: number): string {
  return formatDate(seconds * 1000, "day");
}
