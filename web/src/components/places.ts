import Archive from "@lucide/svelte/icons/archive";
import BadgeCheck from "@lucide/svelte/icons/badge-check";
import FilePlus from "@lucide/svelte/icons/file-plus";
import Files from "@lucide/svelte/icons/files";
import Hand from "@lucide/svelte/icons/hand";
import History from "@lucide/svelte/icons/history";
import Hospital from "@lucide/svelte/icons/hospital";
import Inbox from "@lucide/svelte/icons/inbox";
import KeyRound from "@lucide/svelte/icons/key-round";
import LayoutDashboard from "@lucide/svelte/icons/layout-dashboard";
import Network from "@lucide/svelte/icons/network";
import Scale from "@lucide/svelte/icons/scale";
import ScrollText from "@lucide/svelte/icons/scroll-text";
import Send from "@lucide/svelte/icons/send";
import Share2 from "@lucide/svelte/icons/share-2";
import ShieldCheck from "@lucide/svelte/icons/shield-check";
import Stamp from "@lucide/svelte/icons/stamp";
import Stethoscope from "@lucide/svelte/icons/stethoscope";
import UserRoundCheck from "@lucide/svelte/icons/user-round-check";
import UsersRound from "@lucide/svelte/icons/users-round";
import type { Icon } from "./icon.ts";

export type Desk = "patient" | "doctor" | "administrator" | "auditor";

/** A place in the navigation. The first three of a desk are in the bottom bar of a phone; the rest are under More. */
export interface Place {
  href: string;
  label: string;
  /** For the bottom bar, where the label is too long for a quarter of a phone */
  short?: string;
  icon: Icon;
  /** Where else one is in this place: pages that are reached from it */
  also?: readonly string[];
  /** Things that wait for you here */
  count?: number;
}

/** Every desk's places, in the order in which they are drawn. */
export const places: Readonly<Record<Desk, readonly Place[]>> = {
  patient: [
    { href: "/patient/reports", label: "Reports", icon: Files, also: ["/patient/details", "/patient/add"] },
    { href: "/patient/sharing", label: "Sharing", icon: Share2 },
    { href: "/patient/care-team", label: "Care team", icon: Stethoscope, also: ["/patient/card"] },
    { href: "/doctors", label: "Find a doctor", icon: UsersRound },
    { href: "/patient/activity", label: "Activity", icon: History },
    { href: "/patient/keys", label: "Keys and devices", icon: KeyRound },
    { href: "/patient/export", label: "Export and erase", icon: Archive, also: ["/patient/disclosures"] },
  ],
  doctor: [
    { href: "/doctor/shared", label: "Shared with me", short: "Shared", icon: Inbox, also: ["/doctor/reports"] },
    { href: "/doctor/patients", label: "Patients", icon: UsersRound },
    { href: "/doctor/add", label: "Add a report", short: "Add", icon: FilePlus },
    { href: "/doctor/requests", label: "Access I asked for", icon: Hand },
    { href: "/send", label: "To send for patients", icon: Send },
    { href: "/doctor/verification", label: "My verification", icon: BadgeCheck },
    { href: "/doctor/keys", label: "Keys and devices", icon: KeyRound },
  ],
  administrator: [
    { href: "/administrator", label: "Waiting", icon: UserRoundCheck },
    { href: "/administrator/doctors", label: "Doctors", icon: Stethoscope },
    { href: "/administrator/assignments", label: "Assignments", icon: UsersRound },
    { href: "/send", label: "To send for patients", icon: Send },
    { href: "/administrator/hospitals", label: "Hospitals", icon: Hospital },
    { href: "/administrator/verifiers", label: "Verifiers", icon: Stamp },
    { href: "/administrator/network", label: "Network", icon: Network },
  ],
  auditor: [
    { href: "/audit", label: "Overview", icon: LayoutDashboard },
    { href: "/audit/timeline", label: "Timeline", icon: ScrollText },
    { href: "/doctors", label: "Doctors", icon: Stethoscope },
    { href: "/audit/roles", label: "Who held which role", short: "Roles", icon: UsersRound },
    { href: "/audit/duties", label: "Duties and expiry", icon: Scale },
    { href: "/audit/check", label: "Check everything", icon: ShieldCheck },
  ],
};
