import { inDays } from "#components/dates.ts";
import { shortNameOf } from "#components/names.ts";
import type { RequestRow } from "#lib/history/requests.ts";
import { m } from "#messages";
import type { ChartReports } from "../chartReports.ts";
import { endingSoon, sharedByPerson } from "../sharing/sharedByPerson.ts";

/**
 * Requests that wait for an answer, and shares that end soon, in a sentence each; null where there are none.
 *
 * @param reports Null while they are being read.
 * @param now Milliseconds.
 */
export function whatWaits(
  requests: readonly RequestRow[],
  reports: ChartReports | null,
  now: number,
): { asked: string | null; ends: string | null } {
  const open = requests.filter(({ status }) => status === "OPEN");
  const ending = reports ? endingSoon(sharedByPerson(reports), now) : [];
  return { asked: askedWords(open), ends: endsWords(ending, now) };
}

function askedWords(open: readonly RequestRow[]): string | null {
  const [first] = open;
  if (!first) return null;
  const isOneDoctor = open.every(({ doctor }) => doctor.account === first.doctor.account);
  return isOneDoctor
    ? m.reports_list_doctor_asks({ doctor: first.doctor.name, count: open.length })
    : m.reports_list_doctors_ask({ count: open.length });
}

function endsWords(ending: ReturnType<typeof endingSoon>, now: number): string | null {
  const [first] = ending;
  if (!first) return null;
  const when = inDays(first.until, now);
  return ending.length === 1
    ? m.reports_list_share_ends({ doctor: shortNameOf(first.doctor.name), when })
    : m.reports_list_shares_end({ count: ending.length, when });
}
