import BadgeCheck from "@lucide/svelte/icons/badge-check";
import CircleSlash from "@lucide/svelte/icons/circle-slash";
import FilePlus2 from "@lucide/svelte/icons/file-plus-2";
import Hand from "@lucide/svelte/icons/hand";
import Hospital from "@lucide/svelte/icons/hospital";
import KeyRound from "@lucide/svelte/icons/key-round";
import MessageSquareText from "@lucide/svelte/icons/message-square-text";
import Settings2 from "@lucide/svelte/icons/settings-2";
import Share2 from "@lucide/svelte/icons/share-2";
import Stethoscope from "@lucide/svelte/icons/stethoscope";
import UserRoundCheck from "@lucide/svelte/icons/user-round-check";
import UserRoundMinus from "@lucide/svelte/icons/user-round-minus";
import UserRoundPlus from "@lucide/svelte/icons/user-round-plus";
import type { Icon } from "#components/icon.ts";
import type { Tone } from "#components/tone.ts";
import type { EventName } from "#lib/history/auditEvents.ts";

/** How an event is drawn and called where one chooses among events. */
export type EventKind = { label: string; icon: Icon; tone: Tone };

export const eventKinds: Record<EventName, EventKind> = {
  HospitalOpened: { label: "Hospital opened", icon: Hospital, tone: "info" },
  RoleGranted: { label: "Appointed", icon: UserRoundCheck, tone: "success" },
  RoleRevoked: { label: "Appointment ended", icon: UserRoundMinus, tone: "danger" },
  DefaultAdminTransferScheduled: { label: "Handover of the network begun", icon: Settings2, tone: "warning" },
  DefaultAdminTransferCanceled: { label: "Handover called off", icon: Settings2, tone: "plain" },
  DefaultAdminDelayChangeScheduled: { label: "Change of the handover delay begun", icon: Settings2, tone: "warning" },
  DefaultAdminDelayChangeCanceled: { label: "Change of the handover delay called off", icon: Settings2, tone: "plain" },
  PatientRegistered: { label: "Patient registered", icon: UserRoundPlus, tone: "info" },
  KeyPublished: { label: "Public key published", icon: KeyRound, tone: "plain" },
  DoctorAttested: { label: "Doctor verified", icon: BadgeCheck, tone: "success" },
  AttestationRevoked: { label: "Verification ended", icon: CircleSlash, tone: "danger" },
  CareAsked: { label: "Asked for care", icon: Hand, tone: "info" },
  CareAccepted: { label: "Patient accepted", icon: UserRoundCheck, tone: "success" },
  CareEnded: { label: "Care ended or declined", icon: CircleSlash, tone: "danger" },
  DoctorAssigned: { label: "Doctor assigned", icon: Stethoscope, tone: "success" },
  AssignmentEnded: { label: "Assignment ended", icon: CircleSlash, tone: "danger" },
  ReportAdded: { label: "Report added", icon: FilePlus2, tone: "info" },
  RemarkAdded: { label: "Remark added", icon: MessageSquareText, tone: "info" },
  ConsentGranted: { label: "Shared", icon: Share2, tone: "accent" },
  ConsentStopped: { label: "Stopped sharing", icon: CircleSlash, tone: "danger" },
};

/** Every event by name, in the order in which they are offered. */
export const eventNames = Object.keys(eventKinds) as EventName[];

/** The events that belong together. */
export const eventGroups = {
  consents: ["ConsentGranted", "ConsentStopped"],
  reports: ["ReportAdded", "RemarkAdded"],
  care: ["CareAsked", "CareAccepted", "CareEnded", "DoctorAssigned", "AssignmentEnded"],
  roles: [
    "HospitalOpened",
    "RoleGranted",
    "RoleRevoked",
    "DoctorAttested",
    "AttestationRevoked",
    "DefaultAdminTransferScheduled",
    "DefaultAdminTransferCanceled",
    "DefaultAdminDelayChangeScheduled",
    "DefaultAdminDelayChangeCanceled",
  ],
  accounts: ["PatientRegistered", "KeyPublished"],
} as const satisfies Record<string, readonly EventName[]>;

export type EventGroup = keyof typeof eventGroups;
