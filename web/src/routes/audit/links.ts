import { shortAddress } from "#components/names.ts";
import type { KnownAccount } from "#lib/history/auditEvents.ts";

type Link = { text: string; href: string; code?: boolean };

export const accountHref = (address: string) => `/audit/account/${address}`;
export const reportHref = (report: string) => `/audit/report/${report}`;

/** A doctor's public name, or a shortened address; both lead to the account's history. */
export function accountLink({ address, name }: Pick<KnownAccount, "address" | "name">): Link {
  return name ? { text: name, href: accountHref(address) } : addressLink(address);
}

export function addressLink(address: string): Link {
  return { text: shortAddress(address), href: accountHref(address), code: true };
}

export function reportLink(report: string): Link {
  return { text: shortAddress(report), href: reportHref(report), code: true };
}
