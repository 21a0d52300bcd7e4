import type { ChartId } from "@chartkey/protocol/chart";
import type { PatientProfile } from "@chartkey/protocol/patient-profile";
import type { ReportId } from "@chartkey/protocol/report-id";
import type { ReportMetadata } from "@chartkey/protocol/report-metadata";
import { createContext } from "svelte";
import { SvelteSet } from "svelte/reactivity";
import type { Hex } from "viem";
import { m } from "#messages";
import type { App } from "#lib/app.ts";
import { liveAssignments } from "#lib/chain/liveAssignments.ts";
import type { ReportReader } from "#lib/chain/readers.ts";
import { canRead } from "#lib/chain/reads.ts";
import { readProfile } from "#lib/flows/profile.ts";
import { readChartCare, type CareTeam } from "#lib/history/careTeam.ts";
import { readChartRequests, type RequestRow } from "#lib/history/requests.ts";
import type { AssignmentRow, ReportRow } from "#lib/history/rows.ts";
import { Loaded } from "#lib/loaded.svelte.ts";
import type { Openable } from "#lib/openedReports.svelte.ts";
import { answeredAssignments, rememberAnswer } from "#lib/storage/answeredAssignments.ts";
import { reportsToLock } from "#lib/storage/newLocks.ts";
import { ownerKey } from "#lib/storage/owner.ts";
import { rememberSeen, seenReports } from "#lib/storage/seenReports.ts";
import { readChart, type ChartReports } from "./chartReports.ts";
import { unanswered } from "./care-team/unanswered.ts";
import { WayBack } from "./wayBack.svelte.ts";
import { ownDetails, type Opening, type OwnDetails } from "./ownDetails.ts";

/** A patient's care team; `live` are the assignments by which a doctor can add reports now. */
export type LiveCareTeam = CareTeam & { live: ReadonlySet<AssignmentRow> };

/** What a patient's pages have in common, so that going from one to the other reads nothing twice. */
export class PatientDesk {
  readonly reports = new Loaded<ChartReports>();
  readonly care = new Loaded<LiveCareTeam>();
  readonly requests = new Loaded<readonly RequestRow[]>();
  readonly profile = new Loaded<PatientProfile | null>();
  /** Reports opened on this device before. */
  readonly seen = new SvelteSet<ReportId>();
  /** Assignments about which it is to be asked what the doctor may read; none before all of it is read. */
  readonly unanswered: readonly AssignmentRow[] = $derived.by(() => {
    const { reports, care, answered } = this;
    if (!reports.value || !care.value || !answered.value) return [];
    return unanswered(care.value.live, answered.value, [...reports.value.consents, ...reports.value.standing]);
  });
  readonly answered = new Loaded<ReadonlySet<Hex>>();
  /** Reports with a new lock that was begun here and is not finished. */
  readonly unfinishedLocks: readonly ReportRow[] = $derived.by(() =>
    (this.reports.value?.rows ?? []).filter(({ report }) => this.#toLock.value?.includes(report)),
  );
  readonly #toLock = new Loaded<readonly ReportId[]>();
  readonly openings: readonly Opening[] = $derived.by(() =>
    this.app.opened
      .outcomes(this.reports.value?.rows ?? [])
      .map(({ row, value, error }) => ({ row, metadata: value?.metadata ?? null, error })),
  );
  /** Reports that were shared one by one. */
  readonly #sharedOnce: ReadonlySet<ReportId> = $derived.by(
    () => new Set(this.reports.value?.consents.map(({ report }) => report)),
  );
  readonly ownDetails: OwnDetails = $derived.by(() => {
    if (this.reports.value) return ownDetails(this.openings);
    return this.reports.error ? { state: "unknown", error: this.reports.error } : { state: "opening" };
  });

  /** What was just decided can be undone from here, on whatever page. */
  readonly wayBack = new WayBack({
    titleOf: (report) => this.titleOf(report),
    read: () => readChart(this.app, this.chart),
    canRead: (report, account) => canRead(this.app.chain, report, account),
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
      this.reports.load(() => readChart(this.app, chart)),
      this.care.load(async () => {
        const team = await readChartCare(history, chart);
        return { ...team, live: await liveAssignments(chain, team.assignments) };
      }),
      this.requests.load(() => readChartRequests(history, chart)),
    ]);
    for (const report of await seenReports(this.#owner())) this.seen.add(report);
    await this.answered.load(() => answeredAssignments(this.#owner()));
    await this.readUnfinishedLocks();
    await Promise.all([this.open(), this.app.signedActs.read(this.app)]);
  }

  /** Looks up which new locks are unfinished: one was begun, or ended, or could not be gone on with. */
  async readUnfinishedLocks(): Promise<void> {
    await this.#toLock.load(() => reportsToLock(this.#owner()));
  }

  /** Opens the heads of all reports, the newest first, to know what they are. Does nothing while the keys are locked. */
  async open(): Promise<void> {
    const { keys, opened } = this.app;
    const rows = this.reports.value?.rows;
    if (!keys.account || !rows) return;
    await this.app.published.learn(this.app, this.chart);
    await opened.open(this.app, rows.map(openable));
    // Marks in lists; each report says the same in full, so that they may fail and come later.
    const answerable = rows.filter(({ doctor, status }) => doctor !== null && status === "LIVE");
    void this.app.answers.load(this.app, answerable).catch(() => {});
    await this.#readProfile();
  }

  /** Opens the head of a report that somebody looks at before all others. Does nothing while the keys are locked. */
  async openFirst(row: ReportRow): Promise<void> {
    const { keys, opened } = this.app;
    if (!keys.account) return;
    await this.app.published.learn(this.app, this.chart);
    await opened.open(this.app, [openable(row)], true);
  }

  /** What a report says of itself; null while it is locked or being opened. */
  metadataOf(report: ReportId): ReportMetadata | null {
    return this.app.opened.get(report)?.value?.metadata ?? null;
  }

  /** What a report is called; "A report" while it is locked. */
  titleOf(report: ReportId): string {
    return this.metadataOf(report)?.title ?? m.patient_untitled_report();
  }

  readersOf(report: ReportId): readonly ReportReader[] {
    return this.reports.value?.readers.get(report) ?? [];
  }

  /** Whether somebody could read a report once, by a share of it or of all reports. */
  wasShared({ report, at, explicitOnly }: ReportRow): boolean {
    const { standing = [] } = this.reports.value ?? {};
    const covered = standing.some((all) => all.grantedAt !== null && (all.stopped ? all.at : all.expiry) >= at);
    return this.#sharedOnce.has(report) || (covered && !explicitOnly);
  }

  /** Notes that a report was opened. */
  async see(report: ReportId): Promise<void> {
    await rememberSeen(this.#owner(), report);
    this.seen.add(report);
  }

  /** Notes that it was answered what an assigned doctor may read. */
  async answer({ transaction }: AssignmentRow): Promise<void> {
    await rememberAnswer(this.#owner(), transaction);
    await this.answered.load(() => answeredAssignments(this.#owner()));
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

/** Its keys are where its newest version or lock is. */
const openable = (row: ReportRow): Openable => ({ row, sources: [{ field: row.capsules, granter: row.actor }] });

export const [patientDesk, setPatientDesk] = createContext<PatientDesk>();
