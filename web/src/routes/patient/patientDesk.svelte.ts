import type { ChartId } from "@chartkey/protocol/chart";
import type { PatientProfile } from "@chartkey/protocol/patient-profile";
import type { ReportId } from "@chartkey/protocol/report-id";
import type { ReportMetadata } from "@chartkey/protocol/report-metadata";
import { createContext } from "svelte";
import { SvelteSet } from "svelte/reactivity";
import type { App } from "#lib/app.ts";
import { readReaders, type ReportReader } from "#lib/chain/readers.ts";
import { readProfile } from "#lib/flows/profile.ts";
import { readChartCare, type CareTeam } from "#lib/history/careTeam.ts";
import { readChartConsents } from "#lib/history/consents.ts";
import { readChartReports } from "#lib/history/reports.ts";
import type { ConsentRow, ReportRow } from "#lib/history/rows.ts";
import { Loaded } from "#lib/loaded.svelte.ts";
import { ownerKey } from "#lib/storage/owner.ts";
import { rememberSeen, seenReports } from "#lib/storage/seenReports.ts";
import { ownDetails, type Opening, type OwnDetails } from "./ownDetails.ts";

/** A patient's reports with who can read each. */
export type ChartReports = {
  rows: readonly ReportRow[];
  consents: readonly ConsentRow[];
  readers: ReadonlyMap<ReportId, readonly ReportReader[]>;
};

/** What a patient's pages have in common, so that going from one to the other reads nothing twice. */
export class PatientDesk {
  readonly reports = new Loaded<ChartReports>();
  readonly care = new Loaded<CareTeam>();
  readonly profile = new Loaded<PatientProfile | null>();
  /** Reports opened on this device before. */
  readonly seen = new SvelteSet<ReportId>();
  readonly openings: readonly Opening[] = $derived.by(() =>
    (this.reports.value?.rows ?? []).map((row) => {
      const entry = this.app.opened.get(row.report);
      return { row, metadata: entry?.value?.metadata ?? null, error: entry?.error ?? null };
    }),
  );
  readonly ownDetails: OwnDetails = $derived.by(() => {
    if (this.reports.value) return ownDetails(this.openings);
    return this.reports.error ? { state: "unknown", error: this.reports.error } : { state: "opening" };
  });

  readonly app: App;

  constructor(app: App) {
    this.app = app;
  }

  /** The chart of the patient here. */
  get chart(): ChartId {
    const chart = this.app.session.who?.chart;
    if (!chart) throw new Error("Only patients have a desk of their own.");
    return chart;
  }

  /** Reads everything anew: at first, and when the public record has a new block. */
  async load(): Promise<void> {
    const { chain, history } = this.app;
    const { chart } = this;
    await Promise.all([
      this.reports.load(async () => {
        const [rows, consents] = await Promise.all([
          readChartReports(history, chart),
          readChartConsents(history, chart),
        ]);
        return { rows, consents, readers: await readReaders(chain, rows, consents, Date.now()) };
      }),
      this.care.load(() => readChartCare(history, chart)),
    ]);
    for (const report of await seenReports(this.#owner())) this.seen.add(report);
    await this.open();
  }

  /** Opens the heads of all reports, to know what they are. Does nothing while the keys are locked. */
  async open(): Promise<void> {
    const { keys, opened } = this.app;
    const rows = this.reports.value?.rows;
    if (!keys.account || !rows) return;
    await opened.open(
      this.app,
      rows.map((row) => ({ row, sources: [{ field: row.capsules, granter: row.actor }] })),
    );
    await this.#readProfile();
  }

  /** What a report says of itself; null while it is locked or being opened. */
  metadataOf(report: ReportId): ReportMetadata | null {
    return this.app.opened.get(report)?.value?.metadata ?? null;
  }

  /** What a report is called; "A report" while it is locked. */
  titleOf(report: ReportId): string {
    return this.metadataOf(report)?.title ?? "A report";
  }

  readersOf(report: ReportId): readonly ReportReader[] {
    return this.reports.value?.readers.get(report) ?? [];
  }

  /** Notes that a report was opened. */
  async see(report: ReportId): Promise<void> {
    await rememberSeen(this.#owner(), report);
    this.seen.add(report);
  }

  /** The newest of the patient's own details that can be opened. */
  async #readProfile(): Promise<void> {
    const { ownDetails } = this;
    const opened = ownDetails.state === "saved" && this.app.opened.get(ownDetails.row.report)?.value;
    await this.profile.load(async () => (opened ? readProfile(this.app, opened) : null));
  }

  #owner(): string {
    return ownerKey(this.app.network, this.app.wallet.client.account.address);
  }
}

export const [patientDesk, setPatientDesk] = createContext<PatientDesk>();
