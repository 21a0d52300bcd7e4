import type { ReportType } from "@chartkey/protocol/report-metadata";
import { formatLocale } from "#lib/language.ts";
import { reportTypeWords } from "#lib/words/reportTypeWords.ts";
import { m } from "#messages";
import {
  activeParts,
  catalogueOf,
  groupsOf,
  hiding,
  inOrder,
  LAST_12_MONTHS,
  matching,
  NO_FILTER,
  OWN,
  sectionsOf,
  SHOW_DISPUTED,
  SHOW_NEW,
  SHOW_SHARED,
  type Filter,
  type ListedReport,
  type Order,
} from "./reportList.ts";

/** The patient's reports as their page lists them: narrowed, in order, and what is said of that. */
export class ListedReports {
  readonly filter: Filter = $state({ ...NO_FILTER });
  order = $state<Order>("newest");

  readonly catalogue = $derived.by(() => catalogueOf(this.#all()));
  readonly total = $derived.by(() => this.catalogue.entries.length);
  readonly shown = $derived.by(() => matching(this.#ordered, this.filter));
  readonly groups = $derived.by(() => groupsOf(sectionsOf(this.shown, this.order)));
  /** The parts of the filter that narrow it. */
  readonly active = $derived.by(() => activeParts(this.filter));
  readonly activeWords = $derived.by(() =>
    new Intl.ListFormat(formatLocale).format(this.active.map((part) => this.wordsOf(part))),
  );
  /** Which parts hide something all by themselves, where nothing is shown. */
  readonly hiding = $derived.by(() => hiding(this.#ordered, this.filter));

  readonly #all: () => readonly ListedReport[];
  readonly #ordered = $derived.by(() => inOrder(this.catalogue.entries, this.order));

  /** @param all What there is now, the patient's own details among it. */
  constructor(all: () => readonly ListedReport[]) {
    this.#all = all;
  }

  /** What a part of the filter asks for, as its reader chose it. */
  wordsOf(part: keyof Filter): string {
    const chosen = this.filter[part];
    switch (part) {
      case "query":
        return m.reports_list_filter_query({ query: chosen.trim() });
      case "show":
        if (chosen === SHOW_NEW) return m.reports_list_show_new();
        return chosen === SHOW_SHARED ? m.reports_list_show_shared() : m.reports_list_show_only_you();
      case "type":
        return chosen === SHOW_DISPUTED ? m.reports_list_show_disputed() : reportTypeWords[chosen as ReportType];
      case "doctor":
        if (chosen === OWN) return m.reports_added_by_you();
        return this.catalogue.doctors.find(({ doctor }) => doctor === chosen)?.name ?? chosen;
      case "date":
        return chosen === LAST_12_MONTHS ? m.reports_list_last_12_months() : chosen;
    }
  }

  /** Narrows no more by a part of the filter, or by any. */
  clear(part: keyof Filter | "all"): void {
    Object.assign(this.filter, part === "all" ? NO_FILTER : { [part]: NO_FILTER[part] });
  }
}
