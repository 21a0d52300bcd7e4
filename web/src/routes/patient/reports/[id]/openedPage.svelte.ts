import type { ReportId } from "@chartkey/protocol/report-id";
import { isAddressEqual } from "viem";
import { openRemark, type OpenedReport } from "#lib/flows/openReport.ts";
import type { ReportReader } from "#lib/chain/readers.ts";
import { readersWithoutKey } from "#lib/flows/giveKey.ts";
import type { OpenRemark } from "#lib/flows/giveKey.ts";
import { formerReader } from "#lib/history/formerReader.ts";
import { readRemarks } from "#lib/history/remarks.ts";
import type { RemarkRow, ReportRow } from "#lib/history/rows.ts";
import { readAuditEvents, type AuditEvent } from "#lib/history/auditEvents.ts";
import { FetchedDocument } from "#lib/fetchedDocument.svelte.ts";
import { readLock } from "#lib/history/sealedVersions.ts";
import { Loaded } from "#lib/loaded.svelte.ts";
import { unfinishedLock } from "#lib/storage/newLocks.ts";
import { ownerKey } from "#lib/storage/owner.ts";
import { explain } from "#lib/words/explain.ts";
import { kindOfRemark, type RemarkKind } from "#lib/words/remarkKind.ts";
import { m } from "#messages";
import type { PatientDesk } from "../../patientDesk.svelte.ts";

/** How many events of one report are shown. */
const EVENTS = 100;

/** A remark as it is shown: its words, or why it cannot be opened. */
export type ShownRemark = { row: RemarkRow; kind: RemarkKind; text: string; open: OpenRemark | null };

/** Why a new lock is due. `name` could read the report under the present one. */
export type LockDue = { why: "begun" } | { why: "former-reader"; name: string };

/** One report on the patient's page: its document, its remarks and its history. */
export class OpenedPage {
  readonly bytes = new FetchedDocument();
  readonly remarks = new Loaded<readonly ShownRemark[]>();
  readonly events = new Loaded<readonly AuditEvent[]>();
  /** Who may read it and has no key to it. */
  readonly withoutKey = new Loaded<readonly ReportReader[]>();
  /** Whether a new lock is due: begun and not finished, or somebody could read it since the last one and cannot now. */
  readonly lockDue = new Loaded<LockDue | null>();

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
      this.lockDue.load(() => this.#readLockDue(row)),
      this.withoutKey.load(async () => {
        const decisions = this.#desk.reports.value;
        return decisions ? readersWithoutKey(app, row, this.#desk.readersOf(row.report), decisions) : [];
      }),
      this.events.load(async () => (await readAuditEvents(app.history, { report: row.report }, null, EVENTS)).events),
    ]);
  }

  async #openDocument({ report }: ReportRow, opened: OpenedReport): Promise<void> {
    const isOpen = this.#openedAs === opened.id && (this.bytes.value !== null || this.bytes.busy);
    if (isOpen) return;
    this.#openedAs = opened.id;
    await this.bytes.fetch(this.#desk.app, opened);
    if (this.bytes.value) await this.#desk.see(report);
  }

  /** The name of whoever wrote a remark, as the patient knows them. */
  authorOf({ author }: RemarkRow): string {
    if (author === this.#desk.app.wallet.account) return this.#desk.profile.value?.name ?? m.reports_page_author_you();
    const { consents = [], standing = [] } = this.#desk.reports.value ?? {};
    const doctors = [...consents, ...standing].map(({ grantee }) => grantee);
    const writers = this.#desk.reports.value?.rows.flatMap(({ doctor }) => doctor ?? []) ?? [];
    const doctor = [...doctors, ...writers].find(({ account }) => isAddressEqual(account, author));
    // Whoever could ever read is among them, or held the chart before a recovery.
    return doctor?.name ?? m.reports_page_author_you_earlier();
  }

  async #readLockDue(row: ReportRow): Promise<LockDue | null> {
    const { app } = this.#desk;
    const owner = ownerKey(app.network, app.wallet.client.account.address);
    if (await unfinishedLock(owner, row.report)) return { why: "begun" };
    const lock = await readLock(app.chain, row.report);
    const decisions = this.#desk.reports.value;
    if (!lock || !decisions) return null;
    const readers = this.#desk.readersOf(row.report).map(({ doctor }) => doctor.account);
    const former = formerReader(row, lock.at, readers, decisions);
    return former && { why: "former-reader", name: former.name };
  }

  async #openRemarks(): Promise<ShownRemark[]> {
    const { app } = this.#desk;
    const rows = await readRemarks(app.history, this.report);
    return Promise.all(
      rows.map(async (row) => {
        try {
          const { metadata, lock } = await openRemark(app, row);
          const kind = kindOfRemark(metadata.title);
          return { row, kind, text: metadata.text ?? "", open: { ...row, epoch: lock.epoch } };
        } catch (error) {
          return { row, kind: "remark", text: explain(error).what, open: null };
        }
      }),
    );
  }
}
