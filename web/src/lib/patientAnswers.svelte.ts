import type { ReportId } from "@chartkey/protocol/report-id";
import { SvelteMap } from "svelte/reactivity";
import { isAddressEqual, type Address, type Hex } from "viem";
import type { App } from "./app.ts";
import { holderOf } from "./chain/reads.ts";
import { openRemark } from "./flows/openReport.ts";
import { readRemarksOn } from "./history/remarks.ts";
import type { RemarkRow, ReportRow } from "./history/rows.ts";
import { isDisputed, type Answer } from "./words/isDisputed.ts";
import { kindOfRemark, type RemarkKind } from "./words/remarkKind.ts";

/**
 * What patients said of reports, for lists. It stands in locked remarks, which the chart's own holder must have written: nobody else can
 * accept or dispute. Opened since the keys were unlocked, each remark once. Cleared by locking.
 */
export class PatientAnswers {
  readonly #answers = new SvelteMap<ReportId, readonly Answer[]>();
  /** Of each remark that was opened. */
  readonly #kinds = new SvelteMap<string, RemarkKind>();

  /** Whether a patient's objection to the newest version stands, as far as is known. */
  isDisputed({ report, version }: ReportRow): boolean {
    return isDisputed(this.#answers.get(report) ?? [], version);
  }

  /** What a patient's own remark is besides its words; null while it is not open. @param id Of the event that added it. */
  kindOf(id: Hex): RemarkKind | null {
    return this.#kinds.get(id) ?? null;
  }

  /** Reads what is new. A remark that cannot be had now is tried again the next time; its report says why it is closed. */
  async load(app: App, reports: readonly ReportRow[]): Promise<void> {
    const { account } = app.keys;
    if (!account) return;
    const charts = [...new Set(reports.map(({ chart }) => chart))];
    const holders = new Map(
      await Promise.all(charts.map(async (chart) => [chart, await holderOf(app.chain, chart)] as const)),
    );
    const remarks = await readRemarksOn(
      app.history,
      reports.map(({ report }) => report),
    );
    const theirs = remarks.filter(({ chart, author }) => {
      const holder = holders.get(chart);
      return holder ? isAddressEqual(author, holder) : false;
    });
    const answers = await Promise.all(
      theirs.map(async (remark) => ({
        report: remark.report,
        version: remark.version,
        kind: await this.#kindOf(app, account, remark),
      })),
    );
    // Locked meanwhile, or unlocked by somebody else: what was read is of nobody here.
    if (app.keys.account !== account) return;
    for (const [report, some] of Map.groupBy(answers, (each) => each.report)) {
      this.#answers.set(
        report,
        some.flatMap(({ kind, version }) => (kind ? [{ kind, version }] : [])),
      );
    }
  }

  clear(): void {
    this.#answers.clear();
    this.#kinds.clear();
  }

  /** Null while it cannot be had, as before its key is given. */
  async #kindOf(app: App, account: Address, remark: RemarkRow): Promise<RemarkKind | null> {
    const known = this.#kinds.get(remark.id);
    if (known) return known;
    try {
      const { metadata } = await openRemark(app, remark);
      const kind = kindOfRemark(metadata.title);
      if (app.keys.account === account) this.#kinds.set(remark.id, kind);
      return kind;
    } catch {
      return null;
    }
  }
}
