import type { Address } from "viem";
import type { ReportReader } from "#lib/chain/readers.ts";
import { formatLocale } from "#lib/language.ts";
import { m } from "#messages";

/**
 * Who goes on reading a report when sharing with one ends; empty when nobody does.
 *
 * @param readers Who could read it when the lists were last read: the one who was cut off may still be among them.
 */
export function whoKeeps(readers: readonly ReportReader[], cutOff: Address): string {
  const names = readers.filter(({ doctor }) => doctor.account !== cutOff).map(({ doctor }) => doctor.name);
  return names.length > 0
    ? m.reports_stop_others_keep({ doctors: new Intl.ListFormat(formatLocale).format(names) })
    : "";
}
