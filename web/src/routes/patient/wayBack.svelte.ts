import type { Purpose } from "@chartkey/protocol/purpose";
import type { ReportId } from "@chartkey/protocol/report-id";
import type { Address } from "viem";
import { m } from "#messages";
import { Toasts } from "#components/toasts.svelte.ts";
import type { ReportReader } from "#lib/chain/readers.ts";
import type { ReportRow } from "#lib/history/rows.ts";
import { explain } from "#lib/words/explain.ts";
import { ExplainedError, type Explanation } from "#lib/words/explainedError.ts";
import type { ChartReports } from "./chartReports.ts";
import type { Beginning } from "./sharing/shareChoice.svelte.ts";

/** The opposite of what was just decided, as the dialog that asks for it begins. */
export type Undoing =
  | { kind: "stop"; row: ReportRow; reader: ReportReader }
  | { kind: "share"; beginning: Beginning & { grantee: Address } };

/** What is needed when somebody thinks better of it. The lists on the page may be older than what was decided, and so are read anew. */
type Chart = {
  titleOf: (report: ReportId) => string;
  read: () => Promise<Pick<ChartReports, "rows" | "readers">>;
  /** The contract's own answer. */
  canRead: (report: ReportId, account: Address) => Promise<boolean>;
};

type Person = { account: Address; name: string };

/**
 * Says what was just decided, with a way back while the message stays. The way back is a decision of its own: it leads to the dialog
 * that says what will be signed, and nothing is sent by itself.
 */
export class WayBack {
  readonly toasts = new Toasts();
  /** Null while nobody thinks better of anything. */
  undoing = $state.raw<Undoing | null>(null);

  readonly #chart: Chart;

  constructor(chart: Chart) {
    this.#chart = chart;
  }

  /** After a report was shared with somebody who could not read it before. */
  shared(report: ReportId, person: Person): void {
    const text = m.patient_way_back_shared({ doctor: person.name, report: this.#chart.titleOf(report) });
    const run = () => this.#undoShare(report, person);
    this.toasts.show("success", text, { label: m.patient_way_back_undo(), run });
  }

  /** What was decided by a question that is gone with its answer, where no one stop leads back. */
  told(text: string): void {
    this.toasts.show("success", text);
  }

  /** After a report is shared with somebody no more. `purpose` is what it was shared for; null for its author. */
  stopped(report: ReportId, { account, name }: Person, purpose: Purpose | null): void {
    const text = m.patient_way_back_stopped({ doctor: name, report: this.#chart.titleOf(report) });
    this.toasts.show("success", text, {
      label: m.patient_way_back_share_again(),
      run: () => {
        const beginning = { grantee: account, scope: "chosen" as const, reports: [report] };
        this.undoing = { kind: "share", beginning: { ...beginning, ...(purpose && { purpose }) } };
      },
    });
  }

  /** Begins the stop. What cannot be read is a failure, not an answer, and the way back stays. */
  async #undoShare(report: ReportId, { account, name }: Person): Promise<void> {
    try {
      if (!(await this.#chart.canRead(report, account))) {
        const text = m.patient_way_back_ended({ doctor: name, report: this.#chart.titleOf(report) });
        this.toasts.show("plain", text);
        return;
      }
      const { rows, readers } = await this.#chart.read();
      const row = rows.find((each) => each.report === report);
      const reader = readers.get(report)?.find(({ doctor }) => doctor.account === account);
      if (!row || !reader) throw new ExplainedError(notListed);
      this.undoing = { kind: "stop", row, reader };
    } catch (error) {
      const { what, safe, next } = explain(error);
      const run = () => this.#undoShare(report, { account, name });
      this.toasts.show("danger", `${what} ${safe} ${next}`.trim(), { label: m.patient_try_again(), run });
    }
  }
}

const notListed: Explanation = {
  what: m.patient_way_back_not_listed(),
  safe: m.patient_way_back_not_listed_safe(),
  next: m.patient_way_back_not_listed_next(),
  remedy: "retry",
};
