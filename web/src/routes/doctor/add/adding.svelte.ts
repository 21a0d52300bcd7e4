import type { ChartId } from "@chartkey/protocol/chart";
import type { App } from "#lib/app.ts";
import { factsOf } from "#lib/chain/reads.ts";
import { isUnderWay } from "#lib/chain/transactions.svelte.ts";
import { discardUpload, unfinishedUploads, type KeptUpload } from "#lib/flows/keptUpload.ts";
import type { NewReport } from "#lib/flows/lockReport.ts";
import { ExplainedError } from "#lib/words/explainedError.ts";
import { explainRefusal } from "#lib/words/refusals.ts";
import { m } from "#messages";
import { ReportBatch } from "../../reportBatch.svelte.ts";
import { UploadTitles } from "../../uploadTitles.svelte.ts";
import { ReportDrafts, wordsOf, type Problem, type ReportDraft } from "../../reportDrafts.svelte.ts";
import { assignmentKey, type AssignedPatient, type AssignedPatients } from "../assignedPatients.svelte.ts";

/** A report that was added. `title` is null where it was locked before this page was opened and is not known; `version` is there for a correction. */
export type AddedReport = Pick<KeptUpload, "report" | "chart" | "version"> & { title: string | null };

/** What came of the reports that were added together. `leftOut` says in words which files were not fit, and why. */
export type Added = { reports: readonly AddedReport[]; leftOut: readonly string[] };

/** Reports a doctor adds: what is filled in, and how far they are. It outlives the page, not the tab: see `KeptUpload` for that. */
export class Adding {
  readonly drafts: ReportDrafts;
  /** Of `assignmentKey`; empty until chosen. */
  patientKey = $state("");
  /** The doctor compared patient and card. */
  isChecked = $state(false);

  /** What was locked and is not on the public record, from this visit or an earlier one. */
  unfinished = $state.raw<readonly KeptUpload[]>([]);
  /** How those are called. */
  readonly titles: UploadTitles;
  /** What is being taken its way, or failed on it. */
  readonly batch: ReportBatch;
  /** The batch comes from the form, which still holds what was filled in. */
  isFromForm = $state(false);
  /** What was added last. */
  added = $state.raw<Added | null>(null);

  /** A refused file at once; the rest from the first attempt to add on, as it is filled in. */
  readonly problems: readonly Problem[] = $derived.by(() => [...this.#aboutPatient(), ...this.drafts.problems]);
  readonly patient: AssignedPatient | null = $derived.by(
    () => this.#patients.now.find((patient) => assignmentKey(patient) === this.patientKey) ?? null,
  );
  /** Uploads waiting from before, other than those in progress. */
  readonly waiting = $derived.by(() =>
    this.unfinished.filter(({ id }) => !this.batch.list.some(({ upload }) => upload?.id === id)),
  );
  /** Reports from before the page was loaded again that the network has and lists do not show yet: one entry for each transaction. */
  readonly underWay = $derived.by(() =>
    this.#app.transactions.list.filter(
      (sent) => sent.call.functionName === "addReport" && isUnderWay(sent) && sent.askedAt < this.#openedAt,
    ),
  );

  /** The form holds documents of which nothing is kept yet. */
  readonly isFilledIn = $derived.by(
    () => this.drafts.list.length > 0 && !this.batch.flow.busy && this.batch.flow.error === null,
  );

  readonly #app: App;
  readonly #patients: AssignedPatients;
  readonly #openedAt = Date.now();

  /** @param nameOf What a patient said they are called; null where they did not */
  constructor(app: App, patients: AssignedPatients, nameOf: (chart: ChartId) => string | null) {
    this.#app = app;
    this.#patients = patients;
    this.titles = new UploadTitles(app);
    this.drafts = new ReportDrafts(() => this.patient && nameOf(this.patient.chart));
    this.batch = new ReportBatch(app, {
      locking: m.doctor_adding_stage_lock(),
      storing: m.doctor_adding_stage_upload(),
      asked: m.doctor_adding_stage_sign(),
      sent: m.doctor_adding_stage_confirm(),
      visible: m.doctor_adding_stage_visible(),
    });
  }

  /** Shows the form again after an earlier success, and looks for what an earlier visit left unfinished. */
  async arrive(): Promise<void> {
    this.added = null;
    await this.#find();
  }

  /** Looks again, as what was thought unfinished may be on the public record by now. */
  async lookAgain(): Promise<void> {
    if (this.unfinished.length > 0) await this.#find();
  }

  /** The page was closed while the wallet was asked for it. */
  mayHaveSent({ call }: KeptUpload): boolean {
    return this.#app.transactions.mayHaveSent(call);
  }

  /** Chooses the patient of a chart, if they are assigned to the doctor here. */
  choose(chart: ChartId): void {
    const patient = this.#patients.now.find((assigned) => assigned.chart === chart);
    if (patient) this.patientKey = assignmentKey(patient);
  }

  /** Locks the documents and takes them all the way. Returns false when the form is not complete. */
  async add(): Promise<boolean> {
    const { drafts } = this;
    await drafts.settled();
    drafts.wasTried = true;
    const { patient } = this;
    if (!patient || this.problems.length > 0) return false;
    this.isFromForm = true;
    const toLock = drafts.list.map((draft) => ({ title: draft.title.trim(), report: this.#reportOf(patient, draft) }));
    await this.#take(() => this.batch.begin(toLock));
    return true;
  }

  /** Goes on with what was locked before. */
  async goOnWith(uploads: readonly KeptUpload[]): Promise<void> {
    this.isFromForm = false;
    await this.#take(() => this.batch.resume(uploads, (upload) => this.titles.of(upload)));
  }

  /** Tries again from where it stopped. */
  async goOn(): Promise<void> {
    await this.#take(() => this.batch.goOn());
  }

  /** Forgets something that was locked and not added. See `discardUpload`. */
  async discard(upload: KeptUpload): Promise<void> {
    await discardUpload(this.#app, upload);
    await this.#find();
  }

  /** Forgets what was locked of what stands in the form, which is as it was filled in. */
  async change(): Promise<void> {
    await this.batch.discard();
    await this.#find();
  }

  /** Back to the form. What was locked stays kept. */
  leave(): void {
    if (this.batch.added.length > 0 && this.isFromForm) this.next();
    this.batch.clear();
  }

  /** A new form, for the same patient. */
  next(): void {
    this.added = null;
    this.drafts.reset();
    this.isChecked = false;
  }

  async #take(run: () => Promise<boolean>): Promise<void> {
    this.added = null;
    if (await run()) this.#leaveAdded();
    await this.#find();
  }

  #leaveAdded(): void {
    const { batch } = this;
    if (this.isFromForm) this.next();
    this.added = {
      reports: batch.added.flatMap(({ title, upload }) => (upload ? [{ ...upload, title }] : [])),
      leftOut: batch.list.flatMap(({ refusal }) => (refusal ? [wordsOf(refusal)] : [])),
    };
    this.unfinished = this.waiting;
    batch.clear();
  }

  #reportOf(patient: AssignedPatient, draft: ReportDraft): () => Promise<NewReport> {
    const { chart, hospital } = patient;
    const said = this.drafts.saidOf(draft);
    return async () => {
      await this.#requireAssignment(patient);
      return { chart, hospital: hospital.id, ...said };
    };
  }

  /** The contract is asked before the patient's key is used, so that a lapsed assignment costs no upload. */
  async #requireAssignment({ chart, hospital }: AssignedPatient): Promise<void> {
    const { chain, wallet } = this.#app;
    const { assigned } = await factsOf(chain, chart, wallet.client.account.address, hospital.id);
    if (!assigned) throw new ExplainedError(explainRefusal("ReportNotAssigned"));
  }

  async #find(): Promise<void> {
    if (!this.batch.flow.busy) this.unfinished = await unfinishedUploads(this.#app);
  }

  #aboutPatient(): Problem[] {
    if (!this.drafts.wasTried) return [];
    return [
      ...(this.patient ? [] : [{ id: "patient", message: m.doctor_adding_patient_missing() }]),
      ...(this.isChecked ? [] : [{ id: "checked", message: m.doctor_adding_checked_missing() }]),
    ];
  }
}
