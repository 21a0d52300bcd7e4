import type { ReportId } from "@chartkey/protocol/report-id";
import { untrack } from "svelte";
import { SvelteMap } from "svelte/reactivity";
import type { Hex } from "viem";
import type { App } from "./app.ts";
import { fewAtOnce } from "./fewAtOnce.ts";
import type { CapsuleSource } from "./flows/capsuleSources.ts";
import { openReport, type OpenedReport } from "./flows/openReport.ts";
import type { ReportRow } from "./history/rows.ts";
import { groupsOf } from "./inTurns.ts";
import { Loaded } from "./loaded.svelte.ts";

/** A report with where its keys may be. */
export type Openable = { row: ReportRow; sources: readonly CapsuleSource[] };

/** How the opening of a report went: neither `value` nor `error` before it ended. */
export type Outcome = { value: OpenedReport | null; error: unknown };

/** Heads that are fetched and opened at once. A chart may have thousands; nodes answer this many in one question. */
const AT_ONCE = 32;
/** Heads that are put into the queue before the page may draw. */
const QUEUED_AT_ONCE = 500;
/** Milliseconds between two looks at all of them while they are opened. */
const PACE = 250;

const NOT_YET: Outcome = { value: null, error: null };

/** Heads opened since the keys were unlocked, so that going back to a list opens nothing twice. Cleared by locking. */
export class OpenedReports {
  /** Counts up, a few times a second, while reports are opened, and when all that were asked for are. */
  #looks = $state(0);
  readonly #entries = new SvelteMap<ReportId, Loaded<OpenedReport>>();
  /** Of those that ended, for lists: reading thousands of states one by one takes long. */
  readonly #outcomes = new Map<ReportId, Outcome>();
  /** The payload that each entry is of: another one is a new version or lock. */
  readonly #payloads = new Map<ReportId, Hex>();
  readonly #inTurn = fewAtOnce(AT_ONCE);
  readonly #underWay = new Map<string, { hasBegun: boolean; done: Promise<void> }>();
  /** Counts how often the keys were locked. */
  #lockings = 0;
  #lookedAt = 0;
  #later: ReturnType<typeof setTimeout> | undefined;

  /** Undefined until its opening began. */
  get(report: ReportId): Loaded<OpenedReport> | undefined {
    return this.#entries.get(report);
  }

  /**
   * How each of these went. For lists: whoever reads it is told a few times a second that some were opened, and not of every one, for a
   * list of thousands takes longer to make than a report to open.
   */
  outcomes<Row extends Pick<ReportRow, "report">>(rows: readonly Row[]): (Outcome & { row: Row })[] {
    void this.#looks;
    return rows.map((row) => {
      const { value, error } = this.#outcomes.get(row.report) ?? NOT_YET;
      return { row, value, error };
    });
  }

  /** Whether a report's newest version, under its newest lock, was opened or could not be. */
  wasTried({ report, payload }: ReportRow): boolean {
    return this.#payloads.get(report) === payload;
  }

  /**
   * Opens those that are not open yet, and those that have another version or lock since, in their order. How each went is in `get`.
   *
   * @param urgent Somebody waits for them: before all others.
   */
  async open(app: App, reports: readonly Openable[], urgent = false): Promise<void> {
    const due = reports.filter(({ row }) => !this.#isOpen(row));
    if (due.length === 0) return;
    const opening: Promise<void>[] = [];
    const lockings = this.#lockings;
    for (const some of groupsOf(due, QUEUED_AT_ONCE)) {
      if (opening.length > 0) await new Promise((resolve) => setTimeout(resolve));
      // What still waited when the keys were locked is not opened for whoever unlocks next.
      if (this.#lockings !== lockings) break;
      opening.push(...some.map((each) => this.#once(app, each, urgent)));
    }
    await Promise.all(opening);
    this.#look();
  }

  clear(): void {
    this.#lockings++;
    this.#entries.clear();
    this.#outcomes.clear();
    this.#payloads.clear();
    this.#underWay.clear();
    this.#look();
  }

  #isOpen(row: ReportRow): boolean {
    return this.wasTried(row) && untrack(() => this.#entries.get(row.report)?.value) != null;
  }

  /** Lists are read anew while their reports wait to be opened: each waits once, or once more where it is urgent now. */
  #once(app: App, openable: Openable, urgent: boolean): Promise<void> {
    const { report, payload } = openable.row;
    const key = `${report} ${payload}`;
    const underWay = this.#underWay;
    const known = underWay.get(key);
    if (known && (!urgent || known.hasBegun)) return known.done;
    const opening = { hasBegun: false, done: Promise.resolve() };
    underWay.set(key, opening);
    opening.done = this.#inTurn(async () => {
      // Asked for again urgently, it was opened then; or the keys were locked meanwhile.
      if (underWay.get(key) !== opening) return;
      opening.hasBegun = true;
      await this.#open(app, openable);
      if (underWay.get(key) === opening) underWay.delete(key);
    }, urgent);
    return opening.done;
  }

  async #open(app: App, { row, sources }: Openable): Promise<void> {
    const known = untrack(() => this.#entries.get(row.report));
    // Tried again, it keeps saying why it is closed until it is open.
    const entry = known && this.wasTried(row) ? known : new Loaded<OpenedReport>();
    this.#payloads.set(row.report, row.payload);
    this.#entries.set(row.report, entry);
    await entry.load(() => openReport(app, row, sources));
    // Locked meanwhile, it is nobody's here.
    if (untrack(() => this.#entries.get(row.report)) !== entry) return;
    this.#outcomes.set(row.report, { value: entry.value, error: entry.error });
    const pause = this.#lookedAt + PACE - performance.now();
    if (pause <= 0) this.#look();
    else this.#later ??= setTimeout(() => this.#look(), pause);
  }

  #look(): void {
    clearTimeout(this.#later);
    this.#later = undefined;
    this.#lookedAt = performance.now();
    this.#looks++;
  }
}
