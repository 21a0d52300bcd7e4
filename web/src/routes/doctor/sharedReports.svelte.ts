import type { ReportMetadata } from "@chartkey/protocol/report-metadata";
import type { ReportId } from "@chartkey/protocol/report-id";
import { SvelteSet } from "svelte/reactivity";
import { isAddressEqual, type Address } from "viem";
import type { App } from "#lib/app.ts";
import { canRead } from "#lib/chain/reads.ts";
import { inTurns } from "#lib/inTurns.ts";
import type { CapsuleSource } from "#lib/flows/capsuleSources.ts";
import { readGranteeConsents } from "#lib/history/consents.ts";
import { readChartReports, readDoctorReports, readReports } from "#lib/history/reports.ts";
import type { ConsentRow, ReportRow, StandingConsentRow } from "#lib/history/rows.ts";
import { readGranteeStandingConsents } from "#lib/history/standingConsents.ts";
import { Loaded } from "#lib/loaded.svelte.ts";
import { ownerKey } from "#lib/storage/owner.ts";
import { rememberSeen, seenReports } from "#lib/storage/seenReports.ts";

/** A report that the contract lets the doctor here read now. */
export type SharedReport = {
  row: ReportRow;
  /** The patient's grant, of this report or of all; null when it is read only because the doctor wrote it. */
  consent: ConsentRow | StandingConsentRow | null;
  /** That grant is of all the patient's reports. */
  readsAll: boolean;
  /** Where its key may be. */
  sources: readonly CapsuleSource[];
  /** Milliseconds since 1970: when it was shared, or added by the doctor. */
  at: number;
  /** Last millisecond of the grant; null where none has to end. */
  until: number | null;
};

/** What patients share with the doctor here, and what the doctor wrote and may still read. */
export class SharedReports {
  /** Newest first. */
  readonly all = new Loaded<readonly SharedReport[]>();
  /** What the doctor here wrote, whatever became of it. */
  readonly written = new Loaded<readonly ReportRow[]>();
  /** Reports opened on this device before. */
  readonly seen = new SvelteSet<ReportId>();

  /** How the opening of each went. */
  readonly openings: ReadonlyMap<ReportId, { metadata: ReportMetadata | null; error: unknown }> = $derived.by(() => {
    const rows = this.all.value?.map(({ row }) => row) ?? [];
    const outcomes = this.#app.opened.outcomes(rows);
    return new Map(outcomes.map(({ row, value, error }) => [row.report, { metadata: value?.metadata ?? null, error }]));
  });

  /** What the doctor here wrote and withdrew, the last withdrawn first. Nobody but its patient reads it. */
  readonly withdrawn: readonly ReportRow[] = $derived.by(
    () =>
      this.written.value
        ?.filter(({ status }) => status === "RETRACTED")
        .toSorted((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0)) ?? [],
  );

  readonly newCount = $derived.by(() => this.all.value?.filter((report) => this.isNew(report)).length ?? 0);

  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  async load(): Promise<void> {
    const written = readDoctorReports(this.#app.history, this.#account());
    await Promise.all([this.written.load(() => written), this.all.load(() => this.#read(written))]);
    for (const report of await seenReports(this.#owner())) this.seen.add(report);
  }

  /**
   * Opens the heads of those that were not tried yet, to know what they are, and tries the others again once a patient gave a key. Does
   * nothing while the keys are locked.
   */
  async open(): Promise<void> {
    const { keys, opened } = this.#app;
    if (!keys.account) return;
    const isKeyGiven = await this.#app.published.learn(this.#app, null);
    const isDue = ({ row }: SharedReport) => !opened.wasTried(row) || (isKeyGiven && opened.get(row.report)?.error);
    await opened.open(this.#app, this.all.value?.filter(isDue) ?? []);
    // Marks in the list; each report says the same in full, so that they may fail and come later.
    const rows = this.all.value?.map(({ row }) => row).filter(({ doctor }) => doctor !== null) ?? [];
    void this.#app.answers.load(this.#app, rows).catch(() => {});
  }

  /** What a report says of itself; null while it is locked or being opened. */
  metadataOf({ row }: SharedReport): ReportMetadata | null {
    return this.openings.get(row.report)?.metadata ?? null;
  }

  /** How a report is called that was open here and can be read no more; null after it was covered or the page loaded again. */
  titleOfWithdrawn({ report }: ReportRow): string | null {
    return this.#app.keys.account ? (this.#app.opened.get(report)?.value?.metadata.title ?? null) : null;
  }

  /** Why a report could not be opened; null while nothing went wrong. */
  errorOf({ row }: SharedReport): unknown {
    return this.openings.get(row.report)?.error ?? null;
  }

  isNew({ row, consent }: SharedReport): boolean {
    return consent !== null && !this.#isMine(row) && !this.seen.has(row.report);
  }

  /** Whether its patient objects to it. */
  isDisputed({ row }: SharedReport): boolean {
    return this.#app.answers.isDisputed(row);
  }

  /** Notes that a report was opened. */
  async see(report: ReportId): Promise<void> {
    await rememberSeen(this.#owner(), report);
    this.seen.add(report);
  }

  async #read(ofTheirs: Promise<readonly ReportRow[]>): Promise<SharedReport[]> {
    const { chain, history } = this.#app;
    const account = this.#account();
    const [consents, standing, written] = await Promise.all([
      readGranteeConsents(history, account),
      readGranteeStandingConsents(history, account),
      ofTheirs,
    ]);
    const shared = await readReports(
      history,
      consents.map(({ report }) => report),
    );
    const given = standing.filter(({ stopped }) => !stopped);
    const whole = await Promise.all(given.map(({ chart }) => readChartReports(history, chart)));
    const all = new Map([...written, ...shared, ...whole.flat()].map((row) => [row.report, row]));

    // Looked up, not searched for: there may be thousands of either.
    const ofReports = new Map(consents.toReversed().map((consent) => [consent.report, consent]));
    const ofCharts = new Map(standing.toReversed().map((consent) => [consent.chart, consent]));
    const readable = await inTurns([...all.values()], async (row) => {
      // The contract is asked, whatever the lists say.
      if (!(await canRead(chain, row.report, account))) return null;
      return this.#sharedReport(row, ofReports.get(row.report) ?? null, ofCharts.get(row.chart) ?? null);
    });
    return readable.filter((report) => report !== null).sort((a, b) => b.at - a.at);
  }

  #sharedReport(row: ReportRow, ofThis: ConsentRow | null, ofAll: StandingConsentRow | null): SharedReport {
    const isMine = this.#isMine(row);
    const grants = [ofThis, row.explicitOnly ? null : ofAll]
      .filter((each) => each !== null)
      // Authors read without a grant, too, so theirs may have ended.
      .filter(({ stopped, expiry }) => !stopped && (!isMine || expiry * 1000 >= Date.now()))
      .toSorted((a, b) => b.expiry - a.expiry);
    const consent = grants[0] ?? null;
    const lostAuthorship = ofAll?.everythingStoppedAt != null && ofAll.everythingStoppedAt >= row.at;
    return {
      row,
      consent,
      readsAll: consent !== null && consent === ofAll,
      sources: sourcesOf(row, isMine, grants),
      at: Math.max(consent?.grantedAt ?? 0, row.at) * 1000,
      until: consent === null || (isMine && !lostAuthorship) ? null : consent.expiry * 1000,
    };
  }

  #isMine({ doctor }: ReportRow): boolean {
    return doctor !== null && isAddressEqual(doctor.account, this.#account());
  }

  #account(): Address {
    return this.#app.wallet.client.account.address;
  }

  #owner(): string {
    return ownerKey(this.#app.network, this.#account());
  }
}

/** A grant has the keys of its time; what came with the report, its newest version or lock has those for standing readers, too. */
function sourcesOf(
  row: ReportRow,
  isMine: boolean,
  grants: readonly (ConsentRow | StandingConsentRow)[],
): CapsuleSource[] {
  const isChanged = row.version > 1 || row.epoch > 1;
  const readsAll = grants.some((grant) => !("report" in grant));
  const ofReport = isMine || isChanged || readsAll ? [{ field: row.capsules, granter: row.actor }] : [];
  const ofGrants = grants.flatMap(({ capsules, granter }) =>
    capsules && granter ? [{ field: capsules, granter }] : [],
  );
  return [...ofReport, ...ofGrants];
}
