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

/** How an event is drawn and called where one chooses among events. */
export type EventKind = { label: string; icon: Icon; tone: Tone };

export const eventKinds: Record<EventName, EventKind> = {
  HospitalOpened: { label: "Hospital opened", icon: Hospital, tone: "info" },
  RoleGranted: { label: "Appointed", icon: UserRoundCheck, tone: "success" },
  RoleRevoked: { label: "Appointment ended", icon: UserRoundMinus, tone: "danger" },
  RoleGrantScheduled: { label: "Appointment announced", icon: Clock, tone: "info" },
  RoleGrantCancelled: { label: "Announced appointment called off", icon: UserRoundMinus, tone: "plain" },
  DefaultAdminTransferScheduled: { label: "Handover of the network begun", icon: Settings2, tone: "warning" },
  DefaultAdminTransferCanceled: { label: "Handover called off", icon: Settings2, tone: "plain" },
  DefaultAdminDelayChangeScheduled: { label: "Change of the handover delay begun", icon: Settings2, tone: "warning" },
  DefaultAdminDelayChangeCanceled: { label: "Change of the handover delay called off", icon: Settings2, tone: "plain" },
  Paused: { label: "Network paused", icon: CirclePause, tone: "warning" },
  Unpaused: { label: "Pause ended", icon: CirclePlay, tone: "success" },
  PatientRegistered: { label: "Patient registered", icon: UserRoundPlus, tone: "info" },
  SignaturesCancelled: { label: "Signatures made void", icon: CircleSlash, tone: "plain" },
  RecoveryStarted: { label: "Recovery begun", icon: LifeBuoy, tone: "warning" },
  RecoveryCancelled: { label: "Recovery cancelled", icon: LifeBuoy, tone: "plain" },
  ChartRecovered: { label: "Chart recovered", icon: LifeBuoy, tone: "success" },
  AuthoriserProposed: { label: "Recovery key announced", icon: KeyRound, tone: "warning" },
  AuthoriserReplaced: { label: "Recovery key changed", icon: KeyRound, tone: "plain" },
  KeyPublished: { label: "Public key published", icon: KeyRound, tone: "plain" },
  DoctorAttested: { label: "Doctor verified", icon: BadgeCheck, tone: "success" },
  AttestationRevoked: { label: "Verification ended", icon: CircleSlash, tone: "danger" },
  ReplacementStarted: { label: "Change of a doctor’s wallet begun", icon: Clock, tone: "warning" },
  ReplacementVetoed: { label: "Change of wallet vetoed", icon: CircleSlash, tone: "danger" },
  VetoOverruled: { label: "Veto overruled", icon: Settings2, tone: "warning" },
  AttesterDisavowed: { label: "Verifier disowned", icon: CircleSlash, tone: "danger" },
  CareAsked: { label: "Asked for care", icon: Hand, tone: "info" },
  CareAccepted: { label: "Patient accepted", icon: UserRoundCheck, tone: "success" },
  CareSuspended: { label: "Care suspended", icon: CirclePause, tone: "warning" },
  CareResumed: { label: "Care resumed", icon: CirclePlay, tone: "success" },
  CareEnded: { label: "Care ended or declined", icon: CircleSlash, tone: "danger" },
  DoctorAssigned: { label: "Doctor assigned", icon: Stethoscope, tone: "success" },
  AssignmentEnded: { label: "Assignment ended", icon: CircleSlash, tone: "danger" },
  ReportAdded: { label: "Report added", icon: FilePlus2, tone: "info" },
  ReportCorrected: { label: "Report corrected", icon: FilePenLine, tone: "info" },
  ReportRekeyed: { label: "New lock", icon: LockKeyhole, tone: "plain" },
  RemarkAdded: { label: "Remark added", icon: MessageSquareText, tone: "info" },
  ReportRetracted: { label: "Report withdrawn", icon: FileX2, tone: "danger" },
  ReportErased: { label: "Report erased", icon: Trash2, tone: "danger" },
  ConsentRequested: { label: "Asked for a report", icon: Hand, tone: "info" },
  RequestDeclined: { label: "Request declined", icon: CircleSlash, tone: "plain" },
  ConsentGranted: { label: "Shared", icon: Share2, tone: "accent" },
  StandingConsentGranted: { label: "Shared all reports", icon: Share2, tone: "accent" },
  ConsentStopped: { label: "Stopped sharing", icon: CircleSlash, tone: "danger" },
  EverythingStopped: { label: "Stopped sharing everything", icon: CircleSlash, tone: "danger" },
  CapsulesPublished: { label: "Keys wrapped for a reader", icon: KeyRound, tone: "plain" },
  OwnCapsulesPublished: { label: "Keys wrapped for an own new key", icon: KeyRound, tone: "plain" },
};

const remarkLock: EventKind = { label: "New lock on a remark", icon: LockKeyhole, tone: "plain" };

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
