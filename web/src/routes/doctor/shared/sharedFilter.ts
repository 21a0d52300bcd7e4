import { withoutAccents } from "#lib/withoutAccents.ts";

export type SharedShow = "all" | "new" | "ending" | "disputed";

/** What a list entry is filtered by; `words` is everything it is found by. */
export type Filterable = {
  words: readonly string[];
  isNew: boolean;
  isDisputed: boolean;
  until: number | null;
  chart: string;
};

/** Days before its end from which a share ends soon. */
const SOON = 5;

/** Tells whether a share ends within the days after `now`; both in milliseconds since 1970. What is null never ends by itself. */
export function endingSoon(now: number): (until: number | null) => boolean {
  const today = new Date(now);
  const later = new Date(today.getFullYear(), today.getMonth(), today.getDate() + SOON + 1).getTime();
  return (until) => until !== null && until < later;
}

/**
 * Tells whether an entry is to be shown: it belongs to the chosen ones and contains every word that was searched for. `chart` is of the
 * only patient to show; empty for all.
 */
export function showing(show: SharedShow, search: string, now: number, chart = ""): (entry: Filterable) => boolean {
  const endsSoon = endingSoon(now);
  const words = plain(search).split(/\s+/).filter(Boolean);
  return (entry) => {
    if (chart !== "" && entry.chart !== chart) return false;
    if (show === "new" && !entry.isNew) return false;
    if (show === "disputed" && !entry.isDisputed) return false;
    if (show === "ending" && !endsSoon(entry.until)) return false;
    if (words.length === 0) return true;
    const found = searched(entry.words);
    return words.every((word) => found.includes(word));
  };
}

const known = new WeakMap<readonly string[], string>();

/** Prepared once for each list of words: a long list is searched again with every letter typed. */
function searched(words: readonly string[]): string {
  const found = known.get(words) ?? plain(words.join(" "));
  known.set(words, found);
  return found;
}

/** Also without the dashes that people leave out of codes. */
const plain = (text: string) => withoutAccents(text).replaceAll("-", "");
