import type { Purpose } from "@chartkey/protocol/purpose";
import type { ReportId } from "@chartkey/protocol/report-id";
import type { Address } from "viem";
import { Toasts } from "#components/toasts.svelte.ts";
import type { ReportReader } from "#lib/chain/readers.ts";
import type { ReportRow } from "#lib/history/rows.ts";
import type { Beginning } from "./sharing/shareChoice.svelte.ts";

/** The opposite of what was just decided, as the dialog that asks for it begins. */
export type Undoing =
  | { kind: "stop"; row: ReportRow; reader: ReportReader }
  | { kind: "share"; beginning: Beginning & { grantee: Address } };

/** What is needed of the patient's lists as they are when somebody thinks better of it. */
type Lists = {
  titleOf: (report: ReportId) => string;
  rowOf: (report: ReportId) => ReportRow | null;
  readersOf: (report: ReportId) => readonly ReportReader[];
};

/**
 * Says what was just decided, with a way back while the message stays. The way back is a decision of its own: it leads to the dialog
 * that says what will be signed, and nothing is sent by itself.
 */
export class WayBack {
  readonly toasts = new Toasts();
  /** Null while nobody thinks better of anything. */
  undoing = $state.raw<Undoing | null>(null);

  readonly #lists: Lists;

  constructor(lists: Lists) {
    this.#lists = lists;
  }

  /** After a report was shared with somebody who could not read it before. */
  shared(report: ReportId, { account, name }: { account: Address; name: string }): void {
    const title = this.#lists.titleOf(report);
    this.toasts.show("success", `${name} can read ${title} now.`, {
      label: "Undo",
      run: () => {
        const row = this.#lists.rowOf(report);
        const reader = this.#lists.readersOf(report).find(({ doctor }) => doctor.account === account);
        if (row && reader) this.undoing = { kind: "stop", row, reader };
        else this.toasts.show("plain", `${name} cannot read ${title} any more.`);
      },
    });
  }

  /** After a report is shared with somebody no more. `purpose` is what it was shared for; null for its author. */
  stopped(report: ReportId, { account, name }: { account: Address; name: string }, purpose: Purpose | null): void {
    this.toasts.show("success", `${name} can no longer read ${this.#lists.titleOf(report)}.`, {
      label: "Share again",
      run: () => {
        const beginning = { grantee: account, scope: "chosen" as const, reports: [report] };
        this.undoing = { kind: "share", beginning: { ...beginning, ...(purpose && { purpose }) } };
      },
    });
  }
}
