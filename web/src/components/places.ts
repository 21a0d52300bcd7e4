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
import { m } from "#messages";
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
    {
      href: "/patient/reports",
      label: m.components_place_reports(),
      icon: Files,
      also: ["/patient/details", "/patient/add"],
    },
    { href: "/patient/sharing", label: m.components_place_sharing(), icon: Share2 },
    { href: "/patient/care-team", label: m.components_place_care_team(), icon: Stethoscope, also: ["/patient/card"] },
    { href: "/doctors", label: m.components_place_find_doctor(), icon: UsersRound },
    { href: "/patient/activity", label: m.components_place_activity(), icon: History },
    { href: "/patient/keys", label: m.components_place_keys(), icon: KeyRound },
    {
      href: "/patient/export",
      label: m.components_place_export(),
      icon: Archive,
      also: ["/patient/disclosures", "/patient/links"],
    },
  ],
  doctor: [
    {
      href: "/doctor/shared",
      label: m.components_place_shared(),
      short: m.components_place_shared_short(),
      icon: Inbox,
      also: ["/doctor/reports"],
    },
    { href: "/doctor/patients", label: m.components_place_patients(), icon: UsersRound },
    { href: "/doctor/add", label: m.components_place_add(), short: m.components_place_add_short(), icon: FilePlus },
    { href: "/doctor/requests", label: m.components_place_requests(), icon: Hand },
    { href: "/send", label: m.components_place_send(), icon: Send },
    { href: "/doctor/verification", label: m.components_place_verification(), icon: BadgeCheck },
    { href: "/doctor/keys", label: m.components_place_keys(), icon: KeyRound },
  ],
  administrator: [
    { href: "/administrator", label: m.components_place_waiting(), icon: UserRoundCheck },
    { href: "/administrator/doctors", label: m.components_place_doctors(), icon: Stethoscope },
    { href: "/administrator/assignments", label: m.components_place_assignments(), icon: UsersRound },
    { href: "/send", label: m.components_place_send(), icon: Send },
    { href: "/administrator/hospitals", label: m.components_place_hospitals(), icon: Hospital },
    { href: "/administrator/verifiers", label: m.components_place_verifiers(), icon: Stamp },
    { href: "/administrator/network", label: m.components_place_network(), icon: Network },
  ],
  auditor: [
    { href: "/audit", label: m.components_place_overview(), icon: LayoutDashboard },
    { href: "/audit/timeline", label: m.components_place_timeline(), icon: ScrollText },
    { href: "/doctors", label: m.components_place_doctors(), icon: Stethoscope },
    {
      href: "/audit/roles",
      label: m.components_place_roles(),
      short: m.components_place_roles_short(),
      icon: UsersRound,
    },
    { href: "/audit/duties", label: m.components_place_duties(), icon: Scale },
    { href: "/audit/check", label: m.components_place_check(), icon: ShieldCheck },
  ],
};
