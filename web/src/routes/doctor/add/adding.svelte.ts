import type { ChartId } from "@chartkey/protocol/chart";
import { parseReportMetadata, REPORT_TYPES, type ReportType } from "@chartkey/protocol/report-metadata";
import type { App } from "#lib/app.ts";
import { factsOf } from "#lib/chain/reads.ts";
import { isUnderWay } from "#lib/chain/transactions.svelte.ts";
import type { CheckedFile } from "#lib/documents/checkFile.ts";
import { checkFiles } from "#lib/documents/checkFiles.ts";
import { fieldDay } from "#lib/fieldDay.ts";
import { lockReport } from "#lib/flows/lockReport.ts";
import { discardUpload, finishUpload, unfinishedUploads, type KeptUpload } from "#lib/flows/keptUpload.ts";
import { resumeUpload } from "#lib/flows/resumeUpload.ts";
import { explain, isRejection } from "#lib/words/explain.ts";
import { ExplainedError } from "#lib/words/explainedError.ts";
import { explainRefusal } from "#lib/words/refusals.ts";
import { m } from "#messages";
import { Flow } from "../../flowSteps.svelte.ts";
import { assignmentKey, type AssignedPatient, type AssignedPatients } from "../assignedPatients.svelte.ts";

/** What doctors write. */
export const DOCTORS_TYPES = REPORT_TYPES.filter((type) => type !== "profile" && type !== "remark");

/** The fields of the form, in its order; each names the element that a list of errors links to. */
type Field = "patient" | "checked" | "file" | "type" | "date" | "title";

export type FieldErrors = Partial<Record<Field, string>>;

/** A report a doctor adds: what is filled in, and how far it is. It outlives the page, not the tab: see `KeptUpload` for that. */
export class Adding {
  /** Of `assignmentKey`; empty until chosen. */
  patientKey = $state("");
  /** The doctor compared patient and card. */
  isChecked = $state(false);
  document = $state.raw<CheckedFile | null>(null);
  type = $state<ReportType | "">("");
  title = $state("");
  date = $state(fieldDay());
  /** The file is being read. */
  isChecking = $state(false);

  /** What was locked and is not on the public record, from this visit or an earlier one. */
  unfinished = $state.raw<readonly KeptUpload[]>([]);
  /** The one that is being taken its way, or failed on it. */
  current = $state.raw<KeptUpload | null>(null);
  /** `current` comes from the form, which still holds what was filled in. */
  isFromForm = $state(false);
  /** What was added last. */
  added = $state.raw<Pick<KeptUpload, "report" | "chart" | "version"> | null>(null);

  /** A refused file at once; the rest from the first attempt to add on, as it is filled in. */
  readonly errors: FieldErrors = $derived.by(() => {
    if (this.#wasTried) return this.#problems();
    return this.#refusal === null ? {} : { file: this.#refusal };
  });
  readonly patient: AssignedPatient | null = $derived.by(
    () => this.#patients.now.find((patient) => assignmentKey(patient) === this.patientKey) ?? null,
  );
  readonly wasRejected = $derived.by(() => isRejection(this.flow.error));
  /** Uploads waiting from before, other than the one in progress. */
  readonly waiting = $derived.by(() => this.unfinished.filter(({ id }) => id !== this.current?.id));
  /** Reports from before the page was loaded again that the network has and lists do not show yet. */
  readonly underWay = $derived.by(() =>
    this.#app.transactions.list.filter(
      (sent) => sent.call.functionName === "addReport" && isUnderWay(sent) && sent.askedAt < this.#openedAt,
    ),
  );

  readonly flow = new Flow({
    locking: m.doctor_adding_stage_lock(),
    storing: m.doctor_adding_stage_upload(),
    asked: m.doctor_adding_stage_sign(),
    sent: m.doctor_adding_stage_confirm(),
    visible: m.doctor_adding_stage_visible(),
  });

  readonly #app: App;
  readonly #patients: AssignedPatients;
  readonly #openedAt = Date.now();
  /** Why the newest file was refused; null when it was not. */
  #refusal = $state<string | null>(null);
  #wasTried = $state(false);
  #check: Promise<void> | null = null;

  constructor(app: App, patients: AssignedPatients) {
    this.#app = app;
    this.#patients = patients;
  }

  /** Shows the form again after an earlier success, and looks for what an earlier visit left unfinished. */
  async arrive(): Promise<void> {
    this.added = null;
    await this.#find();
  }

  /** Chooses the patient of a chart, if they are assigned to the doctor here. */
  choose(chart: ChartId): void {
    const patient = this.#patients.now.find((assigned) => assigned.chart === chart);
    if (patient) this.patientKey = assignmentKey(patient);
  }

  /** Takes a file, or several DICOM images, or says why not. Nothing of it is locked or sent yet. */
  async take(files: readonly File[]): Promise<void> {
    this.document = null;
    this.#refusal = null;
    this.isChecking = true;
    const check = checkFiles(files).then(
      (document) => {
        if (this.#check === check) this.document = document;
      },
      (error: unknown) => {
        const { what, safe, next } = explain(error);
        if (this.#check === check) this.#refusal = `${what} ${safe} ${next}`;
      },
    );
    // Another file may be given while this one is read.
    this.#check = check;
    await check;
    if (this.#check === check) this.isChecking = false;
  }

  /** Locks the document and takes it all the way. Returns false when the form is not complete. */
  async add(): Promise<boolean> {
    await this.#check;
    this.#wasTried = true;
    const { patient, document, type, title, date, errors } = this;
    if (!patient || !document || type === "" || Object.keys(errors).length > 0) return false;
    this.added = null;
    this.isFromForm = true;
    this.flow.reset();
    await this.flow.run(async (onProgress, transfer) => {
      await this.#requireAssignment(patient);
      const { chart, hospital } = patient;
      const added = { chart, hospital: hospital.id, document, type, title: title.trim(), date };
      this.current = await lockReport(this.#app, added, onProgress, transfer);
      await finishUpload(this.#app, this.current, onProgress, transfer);
      this.#leaveAdded(this.current);
    });
    await this.#find();
    return true;
  }

  /** Goes on with something that was locked before. */
  async goOn(upload: KeptUpload): Promise<void> {
    this.added = null;
    if (this.current?.id !== upload.id) {
      this.isFromForm = false;
      this.flow.reset();
    }
    this.current = upload;
    await this.flow.run(async (onProgress, transfer) => {
      await resumeUpload(this.#app, upload, onProgress, transfer);
      this.#leaveAdded(upload);
    });
    await this.#find();
  }

  /** Forgets something that was locked and not added. See `discardUpload`. */
  async discard(upload: KeptUpload): Promise<void> {
    await discardUpload(this.#app, upload);
    if (this.current?.id === upload.id) this.leave();
    await this.#find();
  }

  /** Back to the form, as it was filled in. What was locked stays kept. */
  leave(): void {
    this.current = null;
    this.flow.reset();
  }

  /** A new form, for the same patient. */
  next(): void {
    this.added = null;
    this.document = null;
    this.type = "";
    this.title = "";
    this.date = fieldDay();
    this.isChecked = false;
    this.#refusal = null;
    this.#wasTried = false;
  }

  #leaveAdded(upload: KeptUpload): void {
    if (this.isFromForm) this.next();
    this.added = upload;
    this.current = null;
  }

  /** The contract is asked before the patient's key is used, so that a lapsed assignment costs no upload. */
  async #requireAssignment({ chart, hospital }: AssignedPatient): Promise<void> {
    const { chain, wallet } = this.#app;
    const { assigned } = await factsOf(chain, chart, wallet.client.account.address, hospital.id);
    if (!assigned) throw new ExplainedError(explainRefusal("ReportNotAssigned"));
  }

  async #find(): Promise<void> {
    if (!this.flow.busy) this.unfinished = await unfinishedUploads(this.#app);
  }

  #problems(): FieldErrors {
    const found: Record<Field, string | null> = {
      patient: this.patient ? null : m.doctor_adding_patient_missing(),
      checked: this.isChecked ? null : m.doctor_adding_checked_missing(),
      file: this.document ? null : (this.#refusal ?? m.doctor_adding_file_missing()),
      type: this.type === "" ? m.doctor_adding_type_missing() : null,
      date: dateProblem(this.date),
      title: isTitle(this.title) ? null : m.doctor_adding_title_wrong(),
    };
    return Object.fromEntries(Object.entries(found).filter(([, problem]) => problem !== null));
  }
}

function dateProblem(date: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return m.doctor_adding_date_missing();
  return date > fieldDay() ? m.doctor_adding_date_future() : null;
}

/** By the protocol's own rule for titles. */
function isTitle(title: string): boolean {
  const rest = {
    type: "other",
    date: "2026-01-01",
    language: "en",
    filename: null,
    mediaType: null,
    length: 0,
    text: null,
  };
  try {
    parseReportMetadata({ ...rest, title: title.trim() });
    return true;
  } catch {
    return false;
  }
}
