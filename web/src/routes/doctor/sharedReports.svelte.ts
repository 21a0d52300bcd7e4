import type { ReportMetadata } from "@chartkey/protocol/report-metadata";
import type { ReportId } from "@chartkey/protocol/report-id";
import { SvelteSet } from "svelte/reactivity";
import { isAddressEqual, type Address } from "viem";
import type { App } from "#lib/app.ts";
import { canRead } from "#lib/chain/reads.ts";
import type { CapsuleSource } from "#lib/flows/openReport.ts";
import { readGranteeConsents } from "#lib/history/consents.ts";
import { readDoctorReports, readReports } from "#lib/history/reports.ts";
import type { ConsentRow, ReportRow } from "#lib/history/rows.ts";
import { Loaded } from "#lib/loaded.svelte.ts";
import { ownerKey } from "#lib/storage/owner.ts";
import { rememberSeen, seenReports } from "#lib/storage/seenReports.ts";

/** A report that the contract lets the doctor here read now. */
export type SharedReport = {
  row: ReportRow;
  /** The patient's grant; null when it is read only because the doctor wrote it. */
  consent: ConsentRow | null;
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
  /** Reports opened on this device before. */
  readonly seen = new SvelteSet<ReportId>();

  readonly newCount = $derived.by(() => this.all.value?.filter((report) => this.isNew(report)).length ?? 0);

  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  async load(): Promise<void> {
    await this.all.load(() => this.#read());
    for (const report of await seenReports(this.#owner())) this.seen.add(report);
  }

  /** Opens the heads of those that were not tried yet, to know what they are. Does nothing while the keys are locked. */
  async open(): Promise<void> {
    const { keys, opened } = this.#app;
    if (!keys.account) return;
    const untried = this.all.value?.filter(({ row }) => !opened.get(row.report)) ?? [];
    await opened.open(this.#app, untried);
  }

  /** What a report says of itself; null while it is locked or being opened. */
  metadataOf({ row }: SharedReport): ReportMetadata | null {
    return this.#app.opened.get(row.report)?.value?.metadata ?? null;
  }

  /** Why a report could not be opened; null while nothing went wrong. */
  errorOf({ row }: SharedReport): unknown {
    return this.#app.opened.get(row.report)?.error ?? null;
  }

  isNew({ row, consent }: SharedReport): boolean {
    return consent !== null && !this.#isMine(row) && !this.seen.has(row.report);
  }

  /** Notes that a report was opened. */
  async see(report: ReportId): Promise<void> {
    await rememberSeen(this.#owner(), report);
    this.seen.add(report);
  }

  async #read(): Promise<SharedReport[]> {
    const { chain, history } = this.#app;
    const account = this.#account();
    const [consents, written] = await Promise.all([
      readGranteeConsents(history, account),
      readDoctorReports(history, account),
    ]);
    const shared = await readReports(
      history,
      consents.map(({ report }) => report),
    );
    const others = shared.filter(({ report }) => !written.some((own) => own.report === report));

    const readable = await Promise.all(
      [...written, ...others].map(async (row) => {
        // The contract is asked, whatever the lists say.
        if (!(await canRead(chain, row.report, account))) return null;
        const decision = consents.find(({ report }) => report === row.report);
        // Authors read without a grant, too, so theirs may have ended.
        const isRunning = decision?.stopped === false && (!this.#isMine(row) || decision.expiry * 1000 >= Date.now());
        return this.#sharedReport(row, isRunning ? decision : null);
      }),
    );
    return readable.filter((report) => report !== null).sort((a, b) => b.at - a.at);
  }

  #sharedReport(row: ReportRow, consent: ConsentRow | null): SharedReport {
    const isMine = this.#isMine(row);
    const sources: CapsuleSource[] = [];
    if (isMine) sources.push({ field: row.capsules, granter: row.actor });
    if (consent?.capsules && consent.granter) sources.push({ field: consent.capsules, granter: consent.granter });
    return {
      row,
      consent,
      sources,
      at: (consent?.grantedAt ?? row.at) * 1000,
      until: isMine || !consent ? null : consent.expiry * 1000,
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
