import type { ReportType } from "@chartkey/protocol/report-metadata";
import { formatDate } from "#components/dates.ts";
import { noonOf } from "#lib/fieldDay.ts";
import { explain } from "#lib/words/explain.ts";
import { reportTypeWords } from "#lib/words/reportTypeWords.ts";
import { m } from "#messages";
import type { PatientLabel, PatientNames } from "../patientNames.svelte.ts";
import type { SharedReport, SharedReports } from "../sharedReports.svelte.ts";
import { endsSoon, isShown, type Filterable, type SharedShow } from "./sharedFilter.ts";

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

  readonly entries: readonly SharedEntry[] = $derived.by(
    () => this.#shared.all.value?.map((report) => this.#entry(report)) ?? [],
  );
  readonly shown = $derived.by(() => {
    const now = Date.now();
    return this.entries.filter((entry) => isShown(filterable(entry), this.show, this.search, now, this.chart));
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

  #entry(report: SharedReport): SharedEntry {
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
      words: [
        metadata?.title ?? "",
        metadata ? reportTypeWords[metadata.type] : "",
        patient.name,
        patient.code,
        metadata ? formatDate(noonOf(metadata.date)) : "",
        report.row.doctor?.name ?? "",
      ],
      isNew: this.#shared.isNew(report),
      isSelfReported: report.row.doctor === null,
      isDisputed: this.#shared.isDisputed(report),
      endsSoon: endsSoon(report.until, Date.now()),
    };
  }
}

function filterable({ report, words, isNew, isDisputed }: SharedEntry): Filterable {
  return { words, isNew, isDisputed, until: report.until, chart: report.row.chart };
}
