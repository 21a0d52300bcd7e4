import BadgeCheck from "@lucide/svelte/icons/badge-check";
import CirclePause from "@lucide/svelte/icons/circle-pause";
import CirclePlay from "@lucide/svelte/icons/circle-play";
import CircleSlash from "@lucide/svelte/icons/circle-slash";
import Clock from "@lucide/svelte/icons/clock";
import FilePenLine from "@lucide/svelte/icons/file-pen-line";
import FilePlus2 from "@lucide/svelte/icons/file-plus-2";
import FileX2 from "@lucide/svelte/icons/file-x-2";
import Hand from "@lucide/svelte/icons/hand";
import Hospital from "@lucide/svelte/icons/hospital";
import KeyRound from "@lucide/svelte/icons/key-round";
import LifeBuoy from "@lucide/svelte/icons/life-buoy";
import LockKeyhole from "@lucide/svelte/icons/lock-keyhole";
import MessageSquareText from "@lucide/svelte/icons/message-square-text";
import Settings2 from "@lucide/svelte/icons/settings-2";
import Share2 from "@lucide/svelte/icons/share-2";
import Stethoscope from "@lucide/svelte/icons/stethoscope";
import Trash2 from "@lucide/svelte/icons/trash-2";
import UserRoundCheck from "@lucide/svelte/icons/user-round-check";
import UserRoundMinus from "@lucide/svelte/icons/user-round-minus";
import UserRoundPlus from "@lucide/svelte/icons/user-round-plus";
import type { Icon } from "#components/icon.ts";
import type { Tone } from "#components/tone.ts";
import type { AuditEvent, EventName } from "#lib/history/auditEvents.ts";
import { m } from "#messages";

/** How an event is drawn and called where one chooses among events. */
export type EventKind = { label: string; icon: Icon; tone: Tone };

export const eventKinds: Record<EventName, EventKind> = {
  HospitalOpened: { label: m.words_event_kind_hospital_opened(), icon: Hospital, tone: "info" },
  RoleGranted: { label: m.words_event_kind_role_granted(), icon: UserRoundCheck, tone: "success" },
  RoleRevoked: { label: m.words_event_kind_role_revoked(), icon: UserRoundMinus, tone: "danger" },
  RoleGrantScheduled: { label: m.words_event_kind_role_announced(), icon: Clock, tone: "info" },
  RoleGrantCancelled: { label: m.words_event_kind_role_called_off(), icon: UserRoundMinus, tone: "plain" },
  DefaultAdminTransferScheduled: { label: m.words_event_kind_handover_begun(), icon: Settings2, tone: "warning" },
  DefaultAdminTransferCanceled: { label: m.words_event_kind_handover_called_off(), icon: Settings2, tone: "plain" },
  DefaultAdminDelayChangeScheduled: {
    label: m.words_event_kind_handover_delay_begun(),
    icon: Settings2,
    tone: "warning",
  },
  DefaultAdminDelayChangeCanceled: {
    label: m.words_event_kind_handover_delay_called_off(),
    icon: Settings2,
    tone: "plain",
  },
  Paused: { label: m.words_event_kind_paused(), icon: CirclePause, tone: "warning" },
  Unpaused: { label: m.words_event_kind_unpaused(), icon: CirclePlay, tone: "success" },
  PatientRegistered: { label: m.words_event_kind_patient_registered(), icon: UserRoundPlus, tone: "info" },
  SignaturesCancelled: { label: m.words_event_kind_signatures_cancelled(), icon: CircleSlash, tone: "plain" },
  RecoveryStarted: { label: m.words_event_kind_recovery_started(), icon: LifeBuoy, tone: "warning" },
  RecoveryCancelled: { label: m.words_event_kind_recovery_cancelled(), icon: LifeBuoy, tone: "plain" },
  ChartRecovered: { label: m.words_event_kind_chart_recovered(), icon: LifeBuoy, tone: "success" },
  AuthoriserProposed: { label: m.words_event_kind_authoriser_proposed(), icon: KeyRound, tone: "warning" },
  AuthoriserReplaced: { label: m.words_event_kind_authoriser_replaced(), icon: KeyRound, tone: "plain" },
  KeyPublished: { label: m.words_event_kind_key_published(), icon: KeyRound, tone: "plain" },
  DoctorAttested: { label: m.words_event_kind_doctor_attested(), icon: BadgeCheck, tone: "success" },
  AttestationRevoked: { label: m.words_event_kind_attestation_revoked(), icon: CircleSlash, tone: "danger" },
  ReplacementStarted: { label: m.words_event_kind_replacement_started(), icon: Clock, tone: "warning" },
  ReplacementVetoed: { label: m.words_event_kind_replacement_vetoed(), icon: CircleSlash, tone: "danger" },
  VetoOverruled: { label: m.words_event_kind_veto_overruled(), icon: Settings2, tone: "warning" },
  AttesterDisavowed: { label: m.words_event_kind_attester_disavowed(), icon: CircleSlash, tone: "danger" },
  CareAsked: { label: m.words_event_kind_care_asked(), icon: Hand, tone: "info" },
  CareAccepted: { label: m.words_event_kind_care_accepted(), icon: UserRoundCheck, tone: "success" },
  CareSuspended: { label: m.words_event_kind_care_suspended(), icon: CirclePause, tone: "warning" },
  CareResumed: { label: m.words_event_kind_care_resumed(), icon: CirclePlay, tone: "success" },
  CareEnded: { label: m.words_event_kind_care_ended(), icon: CircleSlash, tone: "danger" },
  DoctorAssigned: { label: m.words_event_kind_doctor_assigned(), icon: Stethoscope, tone: "success" },
  AssignmentEnded: { label: m.words_event_kind_assignment_ended(), icon: CircleSlash, tone: "danger" },
  ReportAdded: { label: m.words_event_kind_report_added(), icon: FilePlus2, tone: "info" },
  ReportCorrected: { label: m.words_event_kind_report_corrected(), icon: FilePenLine, tone: "info" },
  ReportRekeyed: { label: m.words_event_kind_report_rekeyed(), icon: LockKeyhole, tone: "plain" },
  RemarkAdded: { label: m.words_event_kind_remark_added(), icon: MessageSquareText, tone: "info" },
  ReportRetracted: { label: m.words_event_kind_report_retracted(), icon: FileX2, tone: "danger" },
  ReportErased: { label: m.words_event_kind_report_erased(), icon: Trash2, tone: "danger" },
  ConsentRequested: { label: m.words_event_kind_consent_requested(), icon: Hand, tone: "info" },
  RequestDeclined: { label: m.words_event_kind_request_declined(), icon: CircleSlash, tone: "plain" },
  ConsentGranted: { label: m.words_event_kind_consent_granted(), icon: Share2, tone: "accent" },
  StandingConsentGranted: { label: m.words_event_kind_standing_consent_granted(), icon: Share2, tone: "accent" },
  ConsentStopped: { label: m.words_event_kind_consent_stopped(), icon: CircleSlash, tone: "danger" },
  EverythingStopped: { label: m.words_event_kind_everything_stopped(), icon: CircleSlash, tone: "danger" },
  CapsulesPublished: { label: m.words_event_kind_capsules_published(), icon: KeyRound, tone: "plain" },
  OwnCapsulesPublished: { label: m.words_event_kind_own_capsules_published(), icon: KeyRound, tone: "plain" },
};

const remarkLock: EventKind = { label: m.words_event_kind_remark_rekeyed(), icon: LockKeyhole, tone: "plain" };

/** How one event is drawn and called. */
export function kindOf({ name, isNewLock }: Pick<AuditEvent, "name" | "isNewLock">): EventKind {
  return isNewLock ? remarkLock : eventKinds[name];
}

/** Every event by name, in the order in which they are offered. */
export const eventNames = Object.keys(eventKinds) as EventName[];

/** The events that belong together. */
export const eventGroups = {
  consents: [
    "ConsentRequested",
    "RequestDeclined",
    "ConsentGranted",
    "StandingConsentGranted",
    "ConsentStopped",
    "EverythingStopped",
    "CapsulesPublished",
  ],
  reports: ["ReportAdded", "ReportCorrected", "ReportRekeyed", "RemarkAdded", "ReportRetracted", "ReportErased"],
  care: ["CareAsked", "CareAccepted", "CareSuspended", "CareResumed", "CareEnded", "DoctorAssigned", "AssignmentEnded"],
  roles: [
    "HospitalOpened",
    "RoleGranted",
    "RoleRevoked",
    "RoleGrantScheduled",
    "RoleGrantCancelled",
    "DoctorAttested",
    "AttestationRevoked",
    "ReplacementStarted",
    "ReplacementVetoed",
    "VetoOverruled",
    "AttesterDisavowed",
    "DefaultAdminTransferScheduled",
    "DefaultAdminTransferCanceled",
    "DefaultAdminDelayChangeScheduled",
    "DefaultAdminDelayChangeCanceled",
    "Paused",
    "Unpaused",
  ],
  accounts: [
    "PatientRegistered",
    "SignaturesCancelled",
    "RecoveryStarted",
    "RecoveryCancelled",
    "ChartRecovered",
    "AuthoriserProposed",
    "AuthoriserReplaced",
    "KeyPublished",
    "OwnCapsulesPublished",
  ],
} as const satisfies Record<string, readonly EventName[]>;

export type EventGroup = keyof typeof eventGroups;
