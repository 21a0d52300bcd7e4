import { cardCodeOf } from "@chartkey/protocol/card-code";
import type { ChartId } from "@chartkey/protocol/chart";
import type { PatientProfile } from "@chartkey/protocol/patient-profile";
import type { ReportId } from "@chartkey/protocol/report-id";
import { SvelteMap } from "svelte/reactivity";
import type { App } from "#lib/app.ts";
import { readProfile } from "#lib/flows/profile.ts";
import { Loaded } from "#lib/loaded.svelte.ts";
import { addressInOneLine } from "#lib/words/postalAddress.ts";
import { m } from "#messages";
import type { SharedReports } from "./sharedReports.svelte.ts";

/** A patient as a doctor may call them. */
export type PatientLabel = {
  /** Their name if they shared it; otherwise "Patient" and the card code. */
  name: string;
  code: string;
  /** Postal address in one line; null unless shared. */
  address: string | null;
  isNameShared: boolean;
};

/** What patients are called: by their own details where they shared them, by their card code otherwise. */
export class PatientNames {
  readonly #app: App;
  readonly #shared: SharedReports;
  readonly #codes = new Map<ChartId, string>();
  readonly #profiles = new SvelteMap<ReportId, Loaded<PatientProfile>>();
  /** By chart. Only patients say who they are, and only while the keys are unlocked. */
  readonly #named: ReadonlyMap<ChartId, PatientProfile> = $derived.by(() => {
    const named = new Map<ChartId, PatientProfile>();
    for (const { row } of this.#shared.all.value ?? []) {
      if (row.doctor !== null || named.has(row.chart)) continue;
      const profile = this.#profiles.get(row.report)?.value;
      if (profile && this.#app.opened.get(row.report)?.value) named.set(row.chart, profile);
    }
    return named;
  });

  constructor(app: App, shared: SharedReports) {
    this.#app = app;
    this.#shared = shared;
  }

  /** Reads the details among the reports that are open. */
  async read(): Promise<void> {
    await Promise.all(this.#profileReports().map((report) => this.#readProfile(report)));
  }

  labelOf(chart: ChartId): PatientLabel {
    const code = this.#codes.get(chart) ?? cardCodeOf(chart);
    this.#codes.set(chart, code);
    const profile = this.#named.get(chart);
    if (!profile) return { name: m.doctor_patient_names_patient({ code }), code, address: null, isNameShared: false };
    return { name: profile.name, code, address: addressInOneLine(profile), isNameShared: true };
  }

  /** What a patient said they are called; null where they did not. */
  ownNameOf(chart: ChartId): string | null {
    return this.#named.get(chart)?.name ?? null;
  }

  #profileReports(): ReportId[] {
    const all = this.#shared.all.value ?? [];
    return all.filter((each) => this.#shared.metadataOf(each)?.type === "profile").map(({ row }) => row.report);
  }

  async #readProfile(report: ReportId): Promise<void> {
    const opened = this.#app.opened.get(report)?.value;
    if (!opened || this.#profiles.has(report)) return;
    const profile = new Loaded<PatientProfile>();
    this.#profiles.set(report, profile);
    // A profile that cannot be read leaves the patient with their card code.
    await profile.load(() => readProfile(this.#app, opened));
  }
}
