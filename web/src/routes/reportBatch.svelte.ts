import type { App } from "#lib/app.ts";
import { UnacceptableFileError } from "#lib/documents/checkFile.ts";
import { discardUpload, type KeptUpload } from "#lib/flows/keptUpload.ts";
import { lockReport, type NewReport } from "#lib/flows/lockReport.ts";
import { amongSeveral } from "#lib/flows/progress.ts";
import { resumeUploads } from "#lib/flows/resumeUpload.ts";
import { explain, isRejection } from "#lib/words/explain.ts";
import { m } from "#messages";
import { Flow, type FlowLabels } from "./flowSteps.svelte.ts";

/** A report to be locked: `report` is asked for when its turn comes. */
export type ToLock = { title: string; report: () => Promise<NewReport> };

/** One of the reports that are on their way together. */
export class BatchReport {
  /** Null for one that was locked before, with its title, which nobody has opened. */
  readonly title: string | null;
  readonly toLock: ToLock | null;
  upload = $state.raw<KeptUpload | null>(null);
  isAdded = $state(false);
  /** What is wrong with its file, which is why it is left out; null while nothing is. */
  refusal = $state.raw<UnacceptableFileError | null>(null);

  constructor(toLock: ToLock | null, upload: KeptUpload | null = null, title: string | null = toLock?.title ?? null) {
    this.title = title;
    this.toLock = toLock;
    this.upload = upload;
  }
}

/**
 * Reports on their way together, one or several: all are locked, then all are stored, then all are put on the public record, so that an
 * interruption after the first stage loses none of them. A file that turns out to be unfit is left out and named; whatever else goes
 * wrong stops all of them where they are, and `goOn` takes them on from there.
 */
export class ReportBatch {
  list = $state.raw<readonly BatchReport[]>([]);
  /** Locked, and not on the public record. */
  readonly uploads: readonly KeptUpload[] = $derived.by(() =>
    this.list.flatMap(({ upload, isAdded }) => (upload && !isAdded ? [upload] : [])),
  );
  readonly added: readonly BatchReport[] = $derived.by(() => this.list.filter(({ isAdded }) => isAdded));
  readonly wasRejected = $derived.by(() => isRejection(this.flow.error));
  readonly flow: Flow;

  readonly #app: App;

  constructor(app: App, labels: FlowLabels) {
    this.#app = app;
    this.flow = new Flow(labels, "then-done", (error) => this.#safe(error));
  }

  /** Locks reports and takes them all the way. Returns whether they went through; if not, `flow.error` says why. */
  begin(reports: readonly ToLock[]): Promise<boolean> {
    this.clear();
    this.list = reports.map((report) => new BatchReport(report));
    return this.goOn();
  }

  /** Goes on with reports that were locked before, called as `titleOf` says. */
  resume(
    uploads: readonly KeptUpload[],
    titleOf: (upload: KeptUpload) => string | null = () => null,
  ): Promise<boolean> {
    this.clear();
    this.list = uploads.map((upload) => new BatchReport(null, upload, titleOf(upload)));
    return this.goOn();
  }

  /** Takes what is not added yet the rest of its way. */
  goOn(): Promise<boolean> {
    return this.flow.run(async (onProgress, transfer) => {
      const of = this.list.length;
      for (const [index, each] of this.list.entries()) {
        const { toLock, upload, refusal } = each;
        if (!toLock || upload || refusal) continue;
        try {
          const report = await toLock.report();
          each.upload = await lockReport(this.#app, report, amongSeveral(onProgress, index + 1, of), transfer);
        } catch (error) {
          if (!(error instanceof UnacceptableFileError)) throw error;
          each.refusal = error;
        }
      }
      const none = this.list.every(({ refusal }) => refusal) && this.list[0]?.refusal;
      if (none) throw none;
      await resumeUploads(this.#app, this.uploads, onProgress, transfer, ({ id }) => this.#isAdded(id));
    });
  }

  /** How the report at an index of the list is called. */
  titleAt(index: number): string {
    return this.list[index]?.title ?? m.routes_batch_list_untitled({ number: index + 1 });
  }

  /** Forgets what was locked and not added. See `discardUpload`. */
  async discard(): Promise<void> {
    for (const upload of this.uploads) await discardUpload(this.#app, upload);
    this.clear();
  }

  /** Shows none of them any more. What was locked stays kept. */
  clear(): void {
    this.list = [];
    this.flow.reset();
  }

  /** What a failure left as it was. An error tells of the report that it happened to, not of those that were added before. */
  #safe(error: unknown): string {
    const { safe } = explain(error);
    const count = this.added.length;
    const at = this.list.findIndex(({ isAdded, refusal }) => !isAdded && !refusal);
    if (count === 0 || at < 0) return safe;
    const title = this.titleAt(at);
    if (isRejection(error)) return m.routes_report_batch_rest_not_sent({ count, title });
    return m.routes_report_batch_rest({ count, title, safe });
  }

  #isAdded(id: string): void {
    for (const each of this.list) if (each.upload?.id === id) each.isAdded = true;
  }
}
