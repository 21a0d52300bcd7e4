import { REPORT_TYPES, type ReportType } from "@chartkey/protocol/report-metadata";
import { UnacceptableFileError, type CheckedFile } from "#lib/documents/checkFile.ts";
import { checkFiles } from "#lib/documents/checkFiles.ts";
import { fieldDay } from "#lib/fieldDay.ts";
import { isSomebodyElse, type NamedPerson } from "#lib/documents/samePerson.ts";
import { explain } from "#lib/words/explain.ts";
import { m } from "#messages";
import { titleProblem } from "./titleProblem.ts";

/** What people write; the other types have pages of their own. */
export const WRITTEN_TYPES = REPORT_TYPES.filter((type) => type !== "profile" && type !== "remark");

/** Reports that can be added together. All of them must fit into one transaction, and be waited for. */
export const MOST_TOGETHER = 20;

/** A report to be added: a document, and what is said about it alone. */
export class ReportDraft {
  readonly id = crypto.randomUUID();
  readonly document: CheckedFile;
  title = $state("");
  /** It has a type and a date other than those of all. */
  hasOwn = $state(false);
  type = $state<ReportType | "">("");
  /** As in a date field. */
  date = $state("");
  /** The name of the chart's patient, whose chart it was said to belong into although it names somebody else. */
  meantFor = $state<string | null>(null);

  constructor(document: CheckedFile) {
    this.document = document;
    const title = document.filename.replace(/\.[^.]+$/, "").slice(0, 200);
    if (titleProblem(title) === null) this.title = title;
  }
}

/** Something in the form that has to be put right. `id` is of the element where. */
export type Problem = { id: string; message: string; draft?: ReportDraft };

/** What is filled in about reports to be added, one for each document. The type and the date are those of all that have none of their own. */
export class ReportDrafts {
  list = $state.raw<readonly ReportDraft[]>([]);
  type = $state<ReportType | "">("");
  date = $state(fieldDay());
  /** Why files that were given last were not taken, in words. */
  refusals = $state.raw<readonly string[]>([]);
  /** Somebody tried to add them: what is missing is said from here on. */
  wasTried = $state(false);

  /** In the order of the form. */
  readonly problems: readonly Problem[] = $derived.by(() => (this.wasTried ? this.#problems() : []));
  readonly isChecking = $derived.by(() => this.#checking > 0);

  readonly #patient: () => string | null;
  #checking = $state(0);
  #check: Promise<void> = Promise.resolve();

  /** @param patient What the patient is called whose chart it is; null where nobody told */
  constructor(patient: () => string | null = () => null) {
    this.#patient = patient;
  }

  /** Takes more files, or says why not. Nothing of them is locked or sent yet. Resolves when all that were given are checked. */
  take(files: readonly File[]): Promise<void> {
    this.refusals = [];
    this.#checking++;
    this.#check = this.#check.then(() => this.#take(files)).finally(() => this.#checking--);
    return this.#check;
  }

  remove(draft: ReportDraft): void {
    this.list = this.list.filter((each) => each !== draft);
    this.refusals = [];
  }

  /** Whose chart it is, where a document clearly is about somebody else; null where it is not, or nobody knows. */
  otherThan(draft: ReportDraft): string | null {
    return somebodyElseThan(this.#patient(), draft.document.people);
  }

  /** Somebody said that it belongs into this very chart all the same. */
  isMeant(draft: ReportDraft): boolean {
    return draft.meantFor !== null && draft.meantFor === this.#patient();
  }

  /** Gives a report a type and a date of its own, to begin with those of all. */
  setApart(draft: ReportDraft): void {
    draft.type = this.type;
    draft.date = this.date;
    draft.hasOwn = true;
  }

  /** What is said about a report, where nothing is missing. */
  saidOf({ document, title, ...own }: ReportDraft): {
    document: CheckedFile;
    title: string;
    type: ReportType;
    date: string;
  } {
    const { type, date } = own.hasOwn ? own : this;
    if (type === "") throw new TypeError("A report has a type before it is added.");
    return { document, title: title.trim(), type, date };
  }

  /** Resolves when everything that was given is checked. */
  settled(): Promise<void> {
    return this.#check;
  }

  /** As before anything was filled in. */
  reset(): void {
    this.list = [];
    this.type = "";
    this.date = fieldDay();
    this.refusals = [];
    this.wasTried = false;
  }

  async #take(files: readonly File[]): Promise<void> {
    const { documents, refusals } = await checkFiles(files);
    const room = MOST_TOGETHER - this.list.length;
    this.list = [...this.list, ...documents.slice(0, room).map((document) => new ReportDraft(document))];
    const tooMany = documents.slice(room).map(({ filename }) => new TooManyFilesError(filename));
    this.refusals = [...this.refusals, ...[...refusals, ...tooMany].map(wordsOf)];
  }

  #problems(): Problem[] {
    const { list } = this;
    const problems: Problem[] = [];
    const say = (id: string, message: string | null, draft?: ReportDraft) => {
      if (message) problems.push({ id, message, ...(draft && list.length > 1 && { draft }) });
    };
    if (list.length === 0) say("file", this.refusals.join(" ") || m.routes_report_drafts_file_missing());
    for (const draft of list) {
      const other = this.otherThan(draft);
      if (other !== null && !this.isMeant(draft)) say(`person-${draft.id}`, otherPersonProblem(other), draft);
    }
    if (list.length === 0 || list.some(({ hasOwn }) => !hasOwn)) {
      say("type", typeProblem(this.type));
      say("date", dateProblem(this.date));
    }
    for (const draft of list) {
      say(`title-${draft.id}`, titleProblem(draft.title), draft);
      if (!draft.hasOwn) continue;
      say(`type-${draft.id}`, typeProblem(draft.type), draft);
      say(`date-${draft.id}`, dateProblem(draft.date), draft);
    }
    return problems;
  }
}

/** What to do about a document that names somebody else. */
export const otherPersonProblem = (patient: string) => m.routes_report_drafts_other_person({ patient });

/** The patient, where somebody in a document clearly is another person; null otherwise. */
export function somebodyElseThan(patient: string | null, people: readonly NamedPerson[]): string | null {
  return patient !== null && people.some(({ name }) => isSomebodyElse(patient, name)) ? patient : null;
}

/** Problems for a list of errors, where one of several reports is told from the others by its file. */
export function errorListOf(problems: readonly Problem[]): { id: string; message: string }[] {
  return problems.map(({ id, message, draft }) => {
    if (!draft) return { id, message };
    const { filename } = draft.document;
    return { id, message: m.routes_report_drafts_problem_of({ filename, problem: message }) };
  });
}

/** What happened to a file, what is safe and what to do, in a line. */
export function wordsOf(error: unknown): string {
  const { what, safe, next } = explain(error);
  return `${what} ${safe} ${next}`.trim();
}

function typeProblem(type: ReportType | ""): string | null {
  return type === "" ? m.routes_report_drafts_type_missing() : null;
}

function dateProblem(date: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return m.routes_report_drafts_date_missing();
  return date > fieldDay() ? m.routes_report_drafts_date_future() : null;
}

class TooManyFilesError extends UnacceptableFileError {
  constructor(filename: string) {
    super(
      "too-many",
      m.routes_report_drafts_too_many({ filename, most: MOST_TOGETHER }),
      m.routes_report_drafts_too_many_next(),
    );
  }
}
