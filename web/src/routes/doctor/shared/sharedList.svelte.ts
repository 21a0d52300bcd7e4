import type { ReportMetadata, ReportType } from "@chartkey/protocol/report-metadata";
import { formatDate } from "#components/dates.ts";
import { noonOf } from "#lib/fieldDay.ts";
import { explain } from "#lib/words/explain.ts";
import { reportTypeWords } from "#lib/words/reportTypeWords.ts";
import { m } from "#messages";
import type { PatientLabel, PatientNames } from "../patientNames.svelte.ts";
import type { SharedReport, SharedReports } from "../sharedReports.svelte.ts";
import { endingSoon, showing, type Filterable, type SharedShow } from "./sharedFilter.ts";

/** A line of the list. Title, type and date are null while the report is being opened. */
export type SharedEntry = {
  report: SharedReport;
  title: string | null;
  type: ReportType | null;
  /** As in the report's metadata, "2026-11-12". */
  date: string | null;
  /** Why it could not be opened; null while it could. */
  problem: string | null;
  patient: PatientLabel;
  isNew: boolean;
  isSelfReported: boolean;
  isDisputed: boolean;
  endsSoon: boolean;
  /** Everything it is found by */
  words: readonly string[];
};

/** What is shared with a doctor, as searched and filtered. */
export class SharedList {
  search = $state("");
  show = $state<SharedShow>("all");
  /** Chart of the only patient to show; empty for all. */
  chart = $state("");

  readonly entries: readonly SharedEntry[] = $derived.by(() => {
    const endsSoon = endingSoon(Date.now());
    return this.#shared.all.value?.map((report) => this.#entry(report, endsSoon(report.until))) ?? [];
  });
  readonly shown = $derived.by(() => {
    const isShown = showing(this.show, this.search, Date.now(), this.chart);
    return this.entries.filter((entry) => isShown(filterable(entry)));
  });
  readonly options: readonly { value: SharedShow; label: string; count: number }[] = $derived.by(() => [
    { value: "all", label: m.doctor_shared_list_all(), count: this.entries.length },
    { value: "new", label: m.doctor_shared_list_new(), count: this.entries.filter(({ isNew }) => isNew).length },
    {
      value: "ending",
      label: m.doctor_shared_list_ending(),
      count: this.entries.filter(({ endsSoon }) => endsSoon).length,
    },
    {
      value: "disputed",
      label: m.doctor_shared_list_disputed(),
      count: this.entries.filter(({ isDisputed }) => isDisputed).length,
    },
  ]);

  /** Everyone who shares something, by name. */
  readonly patients: readonly { value: string; label: string }[] = $derived.by(() => {
    const names = new Map(this.entries.map(({ report, patient }) => [report.row.chart as string, patient.name]));
    return [...names].map(([value, label]) => ({ value, label })).sort((a, b) => a.label.localeCompare(b.label));
  });

  readonly #shared: SharedReports;
  readonly #names: PatientNames;

  constructor(shared: SharedReports, names: PatientNames) {
    this.#shared = shared;
    this.#names = names;
  }

  showAll(): void {
    this.search = "";
    this.show = "all";
    this.chart = "";
  }

  #entry(report: SharedReport, endsSoon: boolean): SharedEntry {
    const metadata = this.#shared.metadataOf(report);
    const error = this.#shared.errorOf(report);
    const patient = this.#names.labelOf(report.row.chart);
    return {
      report,
      title: metadata?.title ?? null,
      type: metadata?.type ?? null,
      date: metadata?.date ?? null,
      problem: error ? explain(error).what : null,
      patient,
      words: wordsOf(report, metadata, patient),
      isNew: this.#shared.isNew(report),
      isSelfReported: report.row.doctor === null,
      isDisputed: this.#shared.isDisputed(report),
      endsSoon,
    };
  }
}

/** Made once for as long as a report is open and its patient called the same: lists of thousands are made anew while they are opened. */
const known = new WeakMap<SharedReport, { metadata: ReportMetadata | null; name: string; words: readonly string[] }>();

function wordsOf(
  report: SharedReport,
  metadata: ReportMetadata | null,
  { name, code }: PatientLabel,
): readonly string[] {
  const found = known.get(report);
  if (found?.metadata === metadata && found.name === name) return found.words;
  const words = [
    metadata?.title ?? "",
    metadata ? reportTypeWords[metadata.type] : "",
    name,
    code,
    metadata ? formatDate(noonOf(metadata.date)) : "",
    report.row.doctor?.name ?? "",
  ];
  known.set(report, { metadata, name, words });
  return words;
}

function filterable({ report, words, isNew, isDisputed }: SharedEntry): Filterable {
  return { words, isNew, isDisputed, until: report.until, chart: report.row.chart };
}
