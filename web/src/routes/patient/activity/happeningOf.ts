import Activity from "@lucide/svelte/icons/activity";
import BadgeCheck from "@lucide/svelte/icons/badge-check";
import CircleSlash from "@lucide/svelte/icons/circle-slash";
import FilePlus from "@lucide/svelte/icons/file-plus";
import Hospital from "@lucide/svelte/icons/hospital";
import KeyRound from "@lucide/svelte/icons/key-round";
import MessageSquare from "@lucide/svelte/icons/message-square";
import Share2 from "@lucide/svelte/icons/share-2";
import Stethoscope from "@lucide/svelte/icons/stethoscope";
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
import type { PatientDesk } from "../patientDesk.svelte.ts";

/** An event of the public record as the patient it concerns reads it: "You shared …", with titles where they are unlocked. */
export function happeningOf(event: AuditEvent, desk: PatientDesk): Happening {
  const { phrase, icon, tone } = told[event.name]?.(event, desk) ?? { phrase: [event.name], icon: Activity };
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
  KeyPublished: () => ({ phrase: ["You published a key."], icon: KeyRound }),
  CareAsked: ({ hospital }) => ({ phrase: ["You asked ", { strong: named(hospital) }, " for care."], icon: Hospital }),
  CareAccepted: ({ hospital }) => ({
    phrase: [{ strong: named(hospital) }, " accepted you."],
    icon: Hospital,
    tone: "success",
  }),
  CareEnded: (event, desk) => ({
    phrase: isMe(event.actor, desk)
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
    phrase: [who(event.actor, desk), " added ", title(event, desk), "."],
    icon: FilePlus,
    tone: "accent",
  }),
  RemarkAdded: (event, desk) => ({
    phrase: [who(event.actor, desk), " wrote a remark on ", title(event, desk), "."],
    icon: MessageSquare,
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
  ConsentStopped: (event, desk) => ({
    phrase: ["You stopped sharing ", title(event, desk), " with ", { strong: nameOf(event.account) }, "."],
    icon: CircleSlash,
    tone: "warning",
  }),
};

function title({ report }: AuditEvent, desk: PatientDesk): { text: string; href: string } | string {
  return report ? { text: desk.titleOf(report), href: `/patient/reports/${report}` } : "a report";
}

function who(account: KnownAccount | null, desk: PatientDesk): { strong: string } | string {
  return isMe(account, desk) ? "You" : { strong: nameOf(account) };
}

function isMe(account: KnownAccount | null, { app }: PatientDesk): boolean {
  return account !== null && app.wallet.account !== null && isAddressEqual(account.address, app.wallet.account);
}

const nameOf = (account: KnownAccount | null) => account?.name ?? (account ? shortAddress(account.address) : "someone");

const named = (hospital: AuditEvent["hospital"]) => hospital?.name ?? "a hospital";
