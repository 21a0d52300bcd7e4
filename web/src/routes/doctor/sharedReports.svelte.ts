import type { ReportMetadata } from "@chartkey/protocol/report-metadata";
import type { ReportId } from "@chartkey/protocol/report-id";
import { isAddressEqual, type Address } from "viem";
import type { App } from "#lib/app.ts";
import { canRead, holderOf } from "#lib/chain/reads.ts";
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
  seen = $state.raw<ReadonlySet<ReportId>>(new Set());

  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  async load(): Promise<void> {
    await this.all.load(() => this.#read());
    this.seen = await seenReports(this.#owner());
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
    this.seen = new Set([...this.seen, report]);
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
    const rows = new Map([...written, ...shared].map((row) => [row.report, row]));

    const readable = await Promise.all(
      [...rows.values()].map(async (row) => {
        // The contract is asked, whatever the lists say.
        if (!(await canRead(chain, row.report, account))) return null;
        const given = consents.find(({ report }) => report === row.report) ?? null;
        const consent = given && !given.stopped && given.expiry * 1000 >= Date.now() ? given : null;
        return this.#sharedReport(row, consent, await holderOf(chain, row.chart));
      }),
    );
    return readable.filter((report) => report !== null).sort((a, b) => b.at - a.at);
  }

  #sharedReport(row: ReportRow, consent: ConsentRow | null, holder: Address | null): SharedReport {
    const isMine = this.#isMine(row);
    const sources: CapsuleSource[] = [];
    if (isMine) sources.push({ field: row.capsules, granter: this.#account() });
    if (consent?.capsules && holder) sources.push({ field: consent.capsules, granter: holder });
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
