import type { ReportId } from "@chartkey/protocol/report-id";
import { isAddressEqual, type Address } from "viem";
import type { Remark } from "#components/RemarkThread.svelte";
import type { App } from "#lib/app.ts";
import { canRead, holderOf } from "#lib/chain/reads.ts";
import { readReaders, type ReportReader } from "#lib/chain/readers.ts";
import { addRemark } from "#lib/flows/addRemark.ts";
import { openRemark } from "#lib/flows/openReport.ts";
import { readChartConsents } from "#lib/history/consents.ts";
import { namedDoctorFromLogs } from "#lib/history/namedDoctor.ts";
import { readRemarks } from "#lib/history/remarks.ts";
import { readChartStandingConsents } from "#lib/history/standingConsents.ts";
import { readReports } from "#lib/history/reports.ts";
import type { RemarkRow, ReportRow } from "#lib/history/rows.ts";
import { FetchedDocument } from "#lib/fetchedDocument.svelte.ts";
import { Loaded } from "#lib/loaded.svelte.ts";
import { explain } from "#lib/words/explain.ts";
import { kindOfRemark } from "#lib/words/remarkKind.ts";
import { m } from "#messages";
import { Flow } from "../../../flowSteps.svelte.ts";
import { remarkLabel } from "../../../remarkLabel.ts";
import type { SharedReport, SharedReports } from "../../sharedReports.svelte.ts";

/** One report as a doctor reads it. The contract is asked before anything is fetched, and again with each new block. */
export class ReportView {
  /** What the contract says. */
  readonly allowed = new Loaded<boolean>();
  /** What the public record has of it where the contract refuses it; null in there for what it does not know. */
  readonly refused = new Loaded<ReportRow | null>();
  /** The document, proven to be what its author committed to. */
  readonly document = new FetchedDocument();
  readonly remarks = new Loaded<readonly Remark[]>();
  readonly readers = new Loaded<readonly ReportReader[]>();

  draft = $state("");
  readonly remarking = new Flow({
    locking: m.doctor_report_view_stage_lock(),
    storing: m.doctor_report_view_stage_upload(),
    asked: m.doctor_report_view_stage_sign(),
    sent: m.doctor_report_view_stage_confirm(),
    visible: m.doctor_report_view_stage_visible(),
  });

  /** Null until the list is read, and for what is not in it. */
  readonly shared: SharedReport | null = $derived.by(
    () => this.#list.all.value?.find(({ row }) => row.report === this.report) ?? null,
  );
  readonly head = $derived.by(() => this.#app.opened.get(this.report));
  readonly metadata = $derived.by(() => this.head?.value?.metadata ?? null);

  readonly report: ReportId;
  readonly #app: App;
  readonly #list: SharedReports;
  /** What `document` was opened as: another one is a new version or lock. */
  #openedAs: number | null = null;

  constructor(app: App, list: SharedReports, report: ReportId) {
    this.#app = app;
    this.#list = list;
    this.report = report;
  }

  /** Asks the contract. What it refuses is taken off the page, too. */
  async ask(): Promise<void> {
    await this.allowed.load(() => canRead(this.#app.chain, this.report, this.#account()));
    if (this.allowed.value !== false) return;
    this.cover();
    if (this.head?.value) this.#app.documents.forget(this.head.value.id);
    await this.refused.load(async () => (await readReports(this.#app.history, [this.report]))[0] ?? null);
  }

  /** Opens the report, its document and its remarks, as far as they are not open. */
  async open(): Promise<void> {
    const { shared } = this;
    if (!shared || !this.#app.keys.account || this.allowed.value !== true) return;
    await this.#app.opened.open(this.#app, [shared], true);
    const opened = this.head?.value;
    if (!opened) return;
    await Promise.all([this.#openDocument(opened.metadata.length), this.#openRemarks(), this.#readReaders(shared)]);
    if (this.document.value) await this.#list.see(this.report);
  }

  /** Takes off the page what only unlocked keys may show. */
  cover(): void {
    this.document.clear();
    this.remarks.clear();
  }

  /** Locks a remark for everyone who can read the report now, and adds it. What was typed stays until it is added. */
  async remark(text: string): Promise<void> {
    const { shared } = this;
    if (!shared) return;
    const isAdded = await this.remarking.run(async (onProgress) => {
      const holder = await holderOf(this.#app.chain, shared.row.chart);
      const readers = (await this.#readersNow(shared)).map(({ doctor }) => doctor.account);
      await addRemark(this.#app, shared.row, text, holder ? [holder, ...readers] : readers, onProgress);
    });
    if (!isAdded) return;
    this.draft = "";
    this.remarking.reset();
    await this.#openRemarks();
  }

  async #openDocument(length: number): Promise<void> {
    const opened = this.head?.value;
    if (!opened || length === 0) return;
    if (this.#openedAs === opened.id && (this.document.value || this.document.busy)) return;
    this.#openedAs = opened.id;
    await this.document.fetch(this.#app, opened);
  }

  async #openRemarks(): Promise<void> {
    await this.remarks.load(async () => {
      const rows = await readRemarks(this.#app.history, this.report);
      return Promise.all(rows.map((row) => this.#openRemark(row)));
    });
  }

  async #openRemark(row: RemarkRow): Promise<Remark> {
    const known = this.remarks.value?.find(({ id }) => id === row.id);
    if (known) return known;
    // A remark that was not locked for this reader must not hide the others.
    const { kind, text } = await openRemark(this.#app, row).then(
      ({ metadata }) => ({ kind: kindOfRemark(metadata.title), text: metadata.text ?? "" }),
      (error: unknown) => ({
        kind: "remark" as const,
        text:
          error instanceof Error && error.name === "NoContentKeyError"
            ? m.doctor_report_view_remark_not_locked_for_you()
            : explain(error).what,
      }),
    );
    const mine = isAddressEqual(row.author, this.#account());
    const label = remarkLabel(kind);
    return { id: row.id, author: await this.#nameOf(row), mine, at: row.at * 1000, text, ...(label && { label }) };
  }

  async #nameOf({ author, chart }: RemarkRow): Promise<string> {
    const holder = await holderOf(this.#app.chain, chart);
    if (holder && isAddressEqual(author, holder)) return m.doctor_report_view_the_patient();
    const { name } = await namedDoctorFromLogs(this.#app.chain, author);
    // Who never was a doctor held the chart before a recovery.
    return name === author ? m.doctor_report_view_the_patient() : name;
  }

  async #readReaders(shared: SharedReport): Promise<void> {
    await this.readers.load(() => this.#readersNow(shared));
  }

  async #readersNow({ row }: SharedReport): Promise<ReportReader[]> {
    const { chain, history } = this.#app;
    const [consents, standing] = await Promise.all([
      readChartConsents(history, row.chart),
      readChartStandingConsents(history, row.chart),
    ]);
    return (await readReaders(chain, [row], { consents, standing }, Date.now())).get(row.report) ?? [];
  }

  #account(): Address {
    return this.#app.wallet.client.account.address;
  }
}
