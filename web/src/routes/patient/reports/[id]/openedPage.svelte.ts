import type { ReportId } from "@chartkey/protocol/report-id";
import { isAddressEqual } from "viem";
import { openDocument, readRemark, type OpenedReport } from "#lib/flows/openReport.ts";
import { readRemarks } from "#lib/history/remarks.ts";
import type { RemarkRow, ReportRow } from "#lib/history/rows.ts";
import { readAuditEvents, type AuditEvent } from "#lib/history/auditEvents.ts";
import { Loaded } from "#lib/loaded.svelte.ts";
import { explain } from "#lib/words/explain.ts";
import type { RemarkKind } from "#lib/words/remarkKind.ts";
import type { PatientDesk } from "../../patientDesk.svelte.ts";

/** How many events of one report are shown. */
const EVENTS = 100;

/** A remark as it is shown: its words, or why it cannot be opened. */
export type ShownRemark = { row: RemarkRow; kind: RemarkKind; text: string; isOpen: boolean };

/** One report on the patient's page: its document, its remarks and its history. */
export class OpenedPage {
  readonly bytes = new Loaded<Uint8Array>();
  readonly remarks = new Loaded<readonly ShownRemark[]>();
  readonly events = new Loaded<readonly AuditEvent[]>();

  readonly report: ReportId;
  readonly #desk: PatientDesk;
  /** What `bytes` were opened as: another one is a new version or lock. */
  #openedAs: number | null = null;

  constructor(desk: PatientDesk, report: ReportId) {
    this.#desk = desk;
    this.report = report;
  }

  /** The document, once for each version; the rest anew each time. */
  async load(row: ReportRow): Promise<void> {
    const { app } = this.#desk;
    const opened = app.opened.get(row.report)?.value;
    await Promise.all([
      opened ? this.#openDocument(row, opened) : null,
      this.remarks.load(() => this.#openRemarks()),
      this.events.load(async () => (await readAuditEvents(app.history, { report: row.report }, null, EVENTS)).events),
    ]);
  }

  async #openDocument({ report }: ReportRow, opened: OpenedReport): Promise<void> {
    const isOpen = this.#openedAs === opened.id && (this.bytes.value !== null || this.bytes.busy);
    if (isOpen) return;
    this.#openedAs = opened.id;
    await this.bytes.load(async () => {
      const document = await openDocument(this.#desk.app, opened);
      await this.#desk.see(report);
      return new Uint8Array(await document.arrayBuffer());
    });
  }

  /** The name of whoever wrote a remark, as the patient knows them. */
  authorOf({ author }: RemarkRow): string {
    if (author === this.#desk.app.wallet.account) return this.#desk.profile.value?.name ?? "You";
    const { consents = [], standing = [] } = this.#desk.reports.value ?? {};
    const doctors = [...consents, ...standing].map(({ grantee }) => grantee);
    const writers = this.#desk.reports.value?.rows.flatMap(({ doctor }) => doctor ?? []) ?? [];
    const doctor = [...doctors, ...writers].find(({ account }) => isAddressEqual(account, author));
    // Whoever could ever read is among them, or held the chart before a recovery.
    return doctor?.name ?? "You, with an earlier wallet";
  }

  async #openRemarks(): Promise<ShownRemark[]> {
    const { app } = this.#desk;
    const rows = await readRemarks(app.history, this.report);
    return Promise.all(
      rows.map(async (row) => {
        try {
          return { row, ...(await readRemark(app, row)), isOpen: true };
        } catch (error) {
          return { row, kind: "remark", text: explain(error).what, isOpen: false };
        }
      }),
    );
  }
}
