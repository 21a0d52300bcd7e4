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
import { formatDate } from "#components/dates.ts";
import type { Icon } from "#components/icon.ts";
import { shortAddress } from "#components/names.ts";
import type { Phrase } from "#components/phrase.ts";
import type { Happening } from "#components/Timeline.svelte";
import type { Tone } from "#components/tone.ts";
import type { AuditEvent, EventName, KnownAccount } from "#lib/history/auditEvents.ts";
import { transactionHref } from "#lib/network/transactionHref.ts";
import { purposeWords } from "#lib/words/purposeWords.ts";
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
    phrase: [...eventSentence(event), "."],
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
  PatientRegistered: () => ({ phrase: ["You registered and opened your chart."], icon: BadgeCheck, tone: "success" }),
  SignaturesCancelled: () => ({
    phrase: ["You made void what you had signed and nobody had sent yet."],
    icon: CircleSlash,
  }),
  RecoveryStarted: ({ account, dueAt }) => ({
    phrase: [
      "Your recovery key began to give your chart to the wallet ",
      { code: shortAddress(account?.address ?? "") },
      dueAt === null ? "." : `, from ${formatDate(dueAt * 1000, "until")} on.`,
      " Until it is over you can stop sharing, and change nothing else.",
    ],
    icon: LifeBuoy,
    tone: "danger",
  }),
  RecoveryCancelled: () => ({ phrase: ["The recovery of your chart was cancelled."], icon: LifeBuoy }),
  ChartRecovered: (event, desk) => ({
    phrase: isMe(event.account, desk)
      ? ["Your chart was recovered: this wallet holds it from then on."]
      : ["Your chart went to the wallet ", { code: shortAddress(event.account?.address ?? "") }, "."],
    icon: LifeBuoy,
    tone: "warning",
  }),
  AuthoriserProposed: () => ({
    phrase: ["You announced another recovery key. It can take over after 30 days."],
    icon: KeyRound,
    tone: "warning",
  }),
  AuthoriserReplaced: () => ({ phrase: ["Your chart has another recovery key."], icon: KeyRound, tone: "warning" }),
  KeyPublished: () => ({ phrase: ["You published a key."], icon: KeyRound }),
  OwnCapsulesPublished: () => ({ phrase: ["You locked your reports for a new key of yours."], icon: KeyRound }),
  CapsulesPublished: ({ account }) => ({
    phrase: ["You locked reports for ", { strong: nameOf(account) }, " again. Who may read did not change."],
    icon: KeyRound,
  }),
  CareAsked: ({ hospital }) => ({ phrase: ["You asked ", { strong: named(hospital) }, " for care."], icon: Hospital }),
  CareAccepted: ({ hospital }) => ({
    phrase: [{ strong: named(hospital) }, " accepted you."],
    icon: Hospital,
    tone: "success",
  }),
  CareSuspended: ({ hospital }) => ({
    phrase: [{ strong: named(hospital) }, " suspended your care there. Its doctors can add nothing meanwhile."],
    icon: CirclePause,
    tone: "warning",
  }),
  CareResumed: ({ hospital }) => ({
    phrase: [{ strong: named(hospital) }, " resumed your care there."],
    icon: CirclePlay,
    tone: "success",
  }),
  CareEnded: (event, desk) => ({
    phrase: isMine(event, desk)
      ? ["You left ", { strong: named(event.hospital) }, "."]
      : [{ strong: named(event.hospital) }, " ended your care there."],
    icon: CircleSlash,
  }),
  DoctorAssigned: ({ account, hospital }) => ({
    phrase: [{ strong: named(hospital) }, " assigned ", { strong: nameOf(account) }, " to you."],
    icon: Stethoscope,
  }),
  AssignmentEnded: ({ account, hospital }) => ({
    phrase: [{ strong: named(hospital) }, " ended the assignment of ", { strong: nameOf(account) }, "."],
    icon: Stethoscope,
  }),
  ReportAdded: (event, desk) => ({
    phrase: [who(event, desk), " added ", title(event, desk), "."],
    icon: FilePlus,
    tone: "accent",
  }),
  ReportCorrected: (event, desk) => ({
    phrase: [who(event, desk), " corrected ", title(event, desk), "."],
    icon: FilePenLine,
    tone: "info",
  }),
  ReportRekeyed: (event, desk) => ({
    phrase: ["You gave ", title(event, desk), " a new lock, so the old key no longer fits."],
    icon: LockKeyhole,
  }),
  RemarkAdded: (event, desk) =>
    event.isNewLock
      ? {
          phrase: [who(event, desk), " gave a remark on ", title(event, desk), " a new lock. It says what it said."],
          icon: LockKeyhole,
        }
      : { phrase: [who(event, desk), " wrote a remark on ", title(event, desk), "."], icon: MessageSquare },
  ReportRetracted: (event, desk) => ({
    phrase: [
      who(event, desk),
      " withdrew ",
      title(event, desk),
      event.reason ? `, because ${retractionWords[event.reason]}.` : ".",
      " Only you can read it.",
    ],
    icon: FileX2,
    tone: "warning",
  }),
  ReportErased: () => ({
    phrase: ["You erased a report. Nobody can read it any more."],
    icon: Trash2,
    tone: "warning",
  }),
  ConsentRequested: (event, desk) => ({
    phrase: [
      { strong: nameOf(event.account) },
      " asked for ",
      title(event, desk),
      event.requestedFor ? `, for ${purposeWords[event.requestedFor]}.` : ".",
    ],
    icon: Hand,
    tone: "info",
  }),
  RequestDeclined: (event, desk) => ({
    phrase: ["You said no to ", { strong: nameOf(event.account) }, ", who asked for ", title(event, desk), "."],
    icon: CircleSlash,
  }),
  ConsentGranted: (event, desk) => ({
    phrase: [
      "You shared ",
      title(event, desk),
      " with ",
      { strong: nameOf(event.account) },
      event.grant
        ? ` for ${purposeWords[event.grant.purpose]}, until ${formatDate(event.grant.expiry * 1000, "day")}.`
        : ".",
    ],
    icon: Share2,
    tone: "info",
  }),
  StandingConsentGranted: ({ account, grant }) => ({
    phrase: [
      "You shared all your reports, also those added later, with ",
      { strong: nameOf(account) },
      grant ? `, for ${purposeWords[grant.purpose]}, until ${formatDate(grant.expiry * 1000, "day")}.` : ".",
    ],
    icon: Share2,
    tone: "info",
  }),
  ConsentStopped: (event, desk) => ({
    phrase: [
      stopper(event, desk),
      " stopped sharing ",
      title(event, desk),
      " with ",
      { strong: nameOf(event.account) },
      ".",
    ],
    icon: CircleSlash,
    tone: "warning",
  }),
  EverythingStopped: (event, desk) => ({
    phrase: [stopper(event, desk), " stopped sharing everything with ", { strong: nameOf(event.account) }, "."],
    icon: CircleSlash,
    tone: "warning",
  }),
};

function title({ report }: AuditEvent, desk: PatientDesk): { text: string; href: string } | string {
  return report ? { text: desk.titleOf(report), href: `/patient/reports/${report}` } : "a report";
}

function who(event: AuditEvent, desk: PatientDesk): { strong: string } | string {
  return isMine(event, desk) ? "You" : { strong: nameOf(event.actor) };
}

/** Besides the patient only the recovery key of their chart stops sharing. */
function stopper(event: AuditEvent, desk: PatientDesk): string {
  return isMine(event, desk) ? "You" : "Your recovery key";
}

/** Whether the patient acted: with this wallet, or with one that held the chart before. */
function isMine({ actor, chart }: AuditEvent, desk: PatientDesk): boolean {
  return isMe(actor, desk) || chart?.formerHolders.some((former) => former === actor?.address) === true;
}

function isMe(account: KnownAccount | null, { app }: PatientDesk): boolean {
  return account !== null && app.wallet.account !== null && isAddressEqual(account.address, app.wallet.account);
}

const nameOf = (account: KnownAccount | null) => account?.name ?? (account ? shortAddress(account.address) : "someone");

const named = (hospital: AuditEvent["hospital"]) => hospital?.name ?? "a hospital";
