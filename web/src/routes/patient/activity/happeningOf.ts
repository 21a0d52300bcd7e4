import BadgeCheck from "@lucide/svelte/icons/badge-check";
import CirclePause from "@lucide/svelte/icons/circle-pause";
import CirclePlay from "@lucide/svelte/icons/circle-play";
import CircleSlash from "@lucide/svelte/icons/circle-slash";
import FilePenLine from "@lucide/svelte/icons/file-pen-line";
import FilePlus from "@lucide/svelte/icons/file-plus";
import FileX2 from "@lucide/svelte/icons/file-x-2";
import Hand from "@lucide/svelte/icons/hand";
import Hospital from "@lucide/svelte/icons/hospital";
import KeyRound from "@lucide/svelte/icons/key-round";
import LifeBuoy from "@lucide/svelte/icons/life-buoy";
import LockKeyhole from "@lucide/svelte/icons/lock-keyhole";
import MessageSquare from "@lucide/svelte/icons/message-square";
import Share2 from "@lucide/svelte/icons/share-2";
import Stethoscope from "@lucide/svelte/icons/stethoscope";
import Trash2 from "@lucide/svelte/icons/trash-2";
import { isAddressEqual } from "viem";
import { m } from "#messages";
import { formatDate } from "#components/dates.ts";
import type { Icon } from "#components/icon.ts";
import { shortAddress } from "#components/names.ts";
import { phraseOf, type Phrase } from "#components/phrase.ts";
import type { Happening } from "#components/Timeline.svelte";
import type { Tone } from "#components/tone.ts";
import type { AuditEvent, EventName, KnownAccount } from "#lib/history/auditEvents.ts";
import { transactionHref } from "#lib/network/transactionHref.ts";
import { purposeWords } from "#lib/words/purposeWords.ts";
import type { RemarkKind } from "#lib/words/remarkKind.ts";
import { retractionWords } from "#lib/words/retractionWords.ts";
import { kindOf } from "../../audit/eventKinds.ts";
import { eventSentence } from "../../audit/eventSentence.ts";
import type { PatientDesk } from "../patientDesk.svelte.ts";

/**
 * An event of the public record as the patient it concerns reads it: "You shared …", with titles where they are unlocked. What is
 * about somebody else's chart, or about none, reads as it does for auditors.
 */
export function happeningOf(event: AuditEvent, desk: PatientDesk): Happening {
  const isOwn = event.chart ? event.chart.id === desk.chart : isMe(event.actor, desk);
  const own = isOwn ? told[event.name]?.(event, desk) : undefined;
  const { phrase, icon, tone }: Told = own ?? {
    phrase: [...eventSentence(event), m.patient_happening_end()],
    icon: kindOf(event).icon,
  };
  return {
    id: event.id,
    at: event.timestamp * 1000,
    phrase,
    icon,
    ...(tone && { tone }),
    recordHref: transactionHref(desk.app.network, event.transaction),
  };
}

type Told = { phrase: Phrase; icon: Icon; tone?: Tone };

const told: Partial<Record<EventName, (event: AuditEvent, desk: PatientDesk) => Told>> = {
  PatientRegistered: () => ({ phrase: [m.patient_happening_registered()], icon: BadgeCheck, tone: "success" }),
  SignaturesCancelled: () => ({ phrase: [m.patient_happening_signatures_void()], icon: CircleSlash }),
  RecoveryStarted: ({ account, dueAt }) => {
    const wallet = walletOf(account);
    const phrase =
      dueAt === null
        ? phraseOf(m.patient_happening_recovery_started, { wallet })
        : phraseOf(m.patient_happening_recovery_started_from, { wallet, moment: formatDate(dueAt * 1000, "until") });
    return { phrase, icon: LifeBuoy, tone: "danger" };
  },
  RecoveryCancelled: () => ({ phrase: [m.patient_happening_recovery_cancelled()], icon: LifeBuoy }),
  ChartRecovered: ({ account }, desk) => ({
    phrase: isMe(account, desk)
      ? [m.patient_happening_recovered_here()]
      : phraseOf(m.patient_happening_recovered_elsewhere, { wallet: walletOf(account) }),
    icon: LifeBuoy,
    tone: "warning",
  }),
  AuthoriserProposed: () => ({
    phrase: [m.patient_happening_recovery_key_announced()],
    icon: KeyRound,
    tone: "warning",
  }),
  AuthoriserReplaced: () => ({
    phrase: [m.patient_happening_recovery_key_replaced()],
    icon: KeyRound,
    tone: "warning",
  }),
  KeyPublished: () => ({ phrase: [m.patient_happening_key_published()], icon: KeyRound }),
  OwnCapsulesPublished: () => ({ phrase: [m.patient_happening_locked_for_own_key()], icon: KeyRound }),
  CapsulesPublished: ({ account }) => ({
    phrase: phraseOf(m.patient_happening_locked_again, { doctor: personOf(account) }),
    icon: KeyRound,
  }),
  CareAsked: ({ hospital }) => ({
    phrase: phraseOf(m.patient_happening_care_asked, { hospital: placeOf(hospital) }),
    icon: Hospital,
  }),
  CareAccepted: ({ hospital }) => ({
    phrase: phraseOf(m.patient_happening_care_accepted, { hospital: placeOf(hospital) }),
    icon: Hospital,
    tone: "success",
  }),
  CareSuspended: ({ hospital }) => ({
    phrase: phraseOf(m.patient_happening_care_suspended, { hospital: placeOf(hospital) }),
    icon: CirclePause,
    tone: "warning",
  }),
  CareResumed: ({ hospital }) => ({
    phrase: phraseOf(m.patient_happening_care_resumed, { hospital: placeOf(hospital) }),
    icon: CirclePlay,
    tone: "success",
  }),
  CareEnded: (event, desk) => ({
    phrase: phraseOf(careEnded(event, desk), { hospital: placeOf(event.hospital) }),
    icon: CircleSlash,
  }),
  DoctorAssigned: ({ account, hospital }) => ({
    phrase: phraseOf(m.patient_happening_assigned, { hospital: placeOf(hospital), doctor: personOf(account) }),
    icon: Stethoscope,
  }),
  AssignmentEnded: ({ account, hospital }) => ({
    phrase: phraseOf(m.patient_happening_assignment_ended, { hospital: placeOf(hospital), doctor: personOf(account) }),
    icon: Stethoscope,
  }),
  ReportAdded: (event, desk) => ({
    phrase: isMine(event, desk)
      ? phraseOf(m.patient_happening_you_added, { report: reportOf(event, desk) })
      : phraseOf(m.patient_happening_added, byDoctor(event, desk)),
    icon: FilePlus,
    tone: "accent",
  }),
  ReportCorrected: (event, desk) => ({
    phrase: isMine(event, desk)
      ? phraseOf(m.patient_happening_you_corrected, { report: reportOf(event, desk) })
      : phraseOf(m.patient_happening_corrected, byDoctor(event, desk)),
    icon: FilePenLine,
    tone: "info",
  }),
  ReportRekeyed: (event, desk) => ({
    phrase: phraseOf(m.patient_happening_new_lock, { report: reportOf(event, desk) }),
    icon: LockKeyhole,
  }),
  RemarkAdded: (event, desk) => {
    const mine = { report: reportOf(event, desk) };
    if (event.isNewLock) {
      const phrase = isMine(event, desk)
        ? phraseOf(m.patient_happening_you_remark_new_lock, mine)
        : phraseOf(m.patient_happening_remark_new_lock, byDoctor(event, desk));
      return { phrase, icon: LockKeyhole };
    }
    if (!isMine(event, desk)) {
      return { phrase: phraseOf(m.patient_happening_remarked, byDoctor(event, desk)), icon: MessageSquare };
    }
    const said = saying[desk.app.answers.kindOf(event.id) ?? "remark"];
    return { phrase: phraseOf(said, mine), icon: MessageSquare };
  },
  ReportRetracted: (event, desk) => ({ phrase: withdrawal(event, desk), icon: FileX2, tone: "warning" }),
  ReportErased: () => ({ phrase: [m.patient_happening_erased()], icon: Trash2, tone: "warning" }),
  ConsentRequested: (event, desk) => {
    const request = { doctor: personOf(event.account), report: reportOf(event, desk) };
    const phrase = event.requestedFor
      ? phraseOf(m.patient_happening_asked_for, { ...request, purpose: purposeWords[event.requestedFor] })
      : phraseOf(m.patient_happening_asked, request);
    return { phrase, icon: Hand, tone: "info" };
  },
  RequestDeclined: (event, desk) => ({
    phrase: phraseOf(m.patient_happening_declined, {
      doctor: personOf(event.account),
      report: reportOf(event, desk),
    }),
    icon: CircleSlash,
  }),
  ConsentGranted: (event, desk) => {
    const share = { report: reportOf(event, desk), doctor: personOf(event.account) };
    const phrase = event.grant
      ? phraseOf(m.patient_happening_shared_until, { ...share, ...termsOf(event.grant) })
      : phraseOf(m.patient_happening_shared, share);
    return { phrase, icon: Share2, tone: "info" };
  },
  StandingConsentGranted: ({ account, grant }) => {
    const share = { doctor: personOf(account) };
    const phrase = grant
      ? phraseOf(m.patient_happening_shared_all_until, { ...share, ...termsOf(grant) })
      : phraseOf(m.patient_happening_shared_all, share);
    return { phrase, icon: Share2, tone: "info" };
  },
  // Besides the patient only the recovery key of their chart stops sharing.
  ConsentStopped: (event, desk) => ({
    phrase: phraseOf(isMine(event, desk) ? m.patient_happening_you_stopped : m.patient_happening_recovery_key_stopped, {
      report: reportOf(event, desk),
      doctor: personOf(event.account),
    }),
    icon: CircleSlash,
    tone: "warning",
  }),
  EverythingStopped: (event, desk) => ({
    phrase: phraseOf(
      isMine(event, desk)
        ? m.patient_happening_you_stopped_everything
        : m.patient_happening_recovery_key_stopped_everything,
      { doctor: personOf(event.account) },
    ),
    icon: CircleSlash,
    tone: "warning",
  }),
};

/** What the patient did by a remark of each kind. */
const saying: Record<RemarkKind, typeof m.patient_happening_you_remarked> = {
  remark: m.patient_happening_you_remarked,
  accepted: m.patient_happening_you_accepted,
  disputed: m.patient_happening_you_disputed,
  "correction-asked": m.patient_happening_you_asked_correction,
};

/** Who ended it; what was never accepted, a patient takes back. */
function careEnded(event: AuditEvent, desk: PatientDesk): typeof m.patient_happening_care_left {
  if (!isMine(event, desk)) return m.patient_happening_care_ended;
  const ended = desk.care.value?.care.find(
    ({ hospital, endedAt }) => hospital === event.hospital?.id && endedAt === event.timestamp,
  );
  return ended?.acceptedAt === null ? m.patient_happening_care_taken_back : m.patient_happening_care_left;
}

function withdrawal(event: AuditEvent, desk: PatientDesk): Phrase {
  const reason = event.reason && retractionWords[event.reason];
  if (isMine(event, desk)) {
    const report = reportOf(event, desk);
    return reason
      ? phraseOf(m.patient_happening_you_withdrew_because, { report, reason })
      : phraseOf(m.patient_happening_you_withdrew, { report });
  }
  const did = byDoctor(event, desk);
  return reason
    ? phraseOf(m.patient_happening_withdrew_because, { ...did, reason })
    : phraseOf(m.patient_happening_withdrew, did);
}

/** What somebody else did with a report. */
function byDoctor(event: AuditEvent, desk: PatientDesk) {
  return { doctor: personOf(event.actor), report: reportOf(event, desk) };
}

function reportOf({ report }: AuditEvent, desk: PatientDesk): { text: string; href: string } | string {
  return report ? { text: desk.titleOf(report), href: `/patient/reports/${report}` } : m.patient_happening_a_report();
}

function termsOf({ purpose, expiry }: NonNullable<AuditEvent["grant"]>) {
  return { purpose: purposeWords[purpose], day: formatDate(expiry * 1000, "day") };
}

/** Whether the patient acted: with this wallet, or with one that held the chart before. */
function isMine({ actor, chart }: AuditEvent, desk: PatientDesk): boolean {
  return isMe(actor, desk) || chart?.formerHolders.some((former) => former === actor?.address) === true;
}

function isMe(account: KnownAccount | null, { app }: PatientDesk): boolean {
  return account !== null && app.wallet.account !== null && isAddressEqual(account.address, app.wallet.account);
}

function personOf(account: KnownAccount | null): { strong: string } {
  return { strong: account ? (account.name ?? shortAddress(account.address)) : m.patient_happening_someone() };
}

function placeOf(hospital: AuditEvent["hospital"]): { strong: string } {
  return { strong: hospital?.name ?? m.patient_happening_a_hospital() };
}

function walletOf(account: KnownAccount | null): { code: string } {
  return { code: shortAddress(account?.address ?? "") };
}
