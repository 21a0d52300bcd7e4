import { formatLocale } from "#lib/language.ts";
import { m } from "#messages";

/** So many are named in a sentence. */
const FEW = 3;

/** "Tablets and My details", or "7 reports": what "all but" is followed by. Null when nothing is left out. */
export function exceptionWords(titles: readonly string[]): string | null {
  if (titles.length === 0) return null;
  return titles.length <= FEW
    ? new Intl.ListFormat(formatLocale).format(titles)
    : m.reports_sharing_exceptions({ count: titles.length });
}
