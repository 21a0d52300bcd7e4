import type { ReportId } from "@chartkey/protocol/report-id";
import { SvelteMap } from "svelte/reactivity";
import type { Hex } from "viem";
import type { App } from "./app.ts";
import { fewAtOnce } from "./fewAtOnce.ts";
import type { CapsuleSource } from "./flows/capsuleSources.ts";
import { openReport, type OpenedReport } from "./flows/openReport.ts";
import type { ReportRow } from "./history/rows.ts";
import { Loaded } from "./loaded.svelte.ts";

/** A report with where its keys may be. */
export type Openable = { row: ReportRow; sources: readonly CapsuleSource[] };

/** Heads that are fetched and opened at once. A chart may have thousands; nodes answer this many in one question. */
const AT_ONCE = 32;

/** Heads opened since the keys were unlocked, so that going back to a list opens nothing twice. Cleared by locking. */
export class OpenedReports {
  readonly #entries = new SvelteMap<ReportId, Loaded<OpenedReport>>();
  /** The payload that each entry is of: another one is a new version or lock. */
  readonly #payloads = new Map<ReportId, Hex>();
  readonly #inTurn = fewAtOnce(AT_ONCE);

  /** Undefined until its opening began. */
  get(report: ReportId): Loaded<OpenedReport> | undefined {
    return this.#entries.get(report);
  }

  /** Whether a report's newest version, under its newest lock, was opened or could not be. */
  wasTried({ report, payload }: ReportRow): boolean {
    return this.#payloads.get(report) === payload;
  }

  /** Opens those that are not open yet, and those that have another version or lock since. How each went is in `get`. */
  async open(app: App, reports: readonly Openable[]): Promise<void> {
    await Promise.all(
      reports.map(({ row, sources }) => {
        const known = this.#entries.get(row.report);
        if (known && this.wasTried(row) && (known.busy || known.value)) return undefined;
        // Tried again, it keeps saying why it is closed until it is open.
        const entry = known && this.wasTried(row) ? known : new Loaded<OpenedReport>();
        this.#payloads.set(row.report, row.payload);
        this.#entries.set(row.report, entry);
        return entry.load(() => this.#inTurn(() => openReport(app, row, sources)));
      }),
    );
  }

  clear(): void {
    this.#entries.clear();
    this.#payloads.clear();
  }
}
