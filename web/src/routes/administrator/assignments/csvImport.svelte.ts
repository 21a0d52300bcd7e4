import { tryCall } from "#lib/chain/tryCall.ts";
import { assignDoctor, endAssignment } from "#lib/flows/administratorCalls.ts";
import {
  readAssignmentsCsv,
  type AssignmentLine,
  type HospitalState,
  type LineProblem,
} from "#lib/flows/assignmentsCsv.ts";
import { Loaded } from "#lib/loaded.svelte.ts";
import { explain } from "#lib/words/explain.ts";
import { ContractRefusedError } from "#lib/chain/contractRefusedError.ts";
import { m } from "#messages";
import type { AdministratorDesk } from "../administratorDesk.svelte.ts";
import type { Decision } from "../decisions.svelte.ts";

/** Bytes; a list of as many lines as fit into one transaction has far less. */
const LARGEST = 100_000;

type Tried = {
  problems: readonly LineProblem[];
  lines: readonly AssignmentLine[];
  wrong: string;
};
const nothing: Tried = { problems: [], lines: [], wrong: "" };

/** A list of assignments that was given as a file: read, compared, tried, and sent only after all that. */
export class CsvImport {
  fileName = $state("");
  readonly #tried = new Loaded<Tried>();
  readonly problems = $derived.by(() => this.#now.problems);
  /** What was tried and would be accepted now; empty before, and while there is a problem. */
  readonly lines = $derived.by(() => this.#now.lines);
  /** What is wrong with the file as a whole. */
  readonly wrong = $derived.by(() => this.#now.wrong);
  /** Why it could not be tried; null when it could. */
  readonly error = $derived.by(() => this.#tried.error);
  readonly trying = $derived.by(() => this.#tried.busy);

  readonly #desk: AdministratorDesk;

  constructor(desk: AdministratorDesk) {
    this.#desk = desk;
  }

  get #now(): Tried {
    return this.#tried.value ?? nothing;
  }

  clear(): void {
    this.fileName = "";
    this.#tried.clear();
  }

  /** Reads a list and tries each of its lines on a node. Sends nothing. A newer list takes the place of one that is tried. */
  async read(file: File | undefined): Promise<void> {
    this.clear();
    if (!file) return;
    this.fileName = file.name;
    await this.#tried.load(() => this.#try(file));
  }

  /** Asks whether to send all of it. Of what fails on the way, the list keeps what is left. */
  send(): void {
    const { lines } = this;
    let left = lines;
    // A list that was given meanwhile is none of this one's business.
    const isShown = () => this.lines === left;
    this.#desk.decide(
      () => this.#decision(lines),
      () => {
        if (isShown()) this.clear();
      },
      (sent) => {
        if (!isShown()) return;
        left = lines.slice(sent);
        this.#tried.value = { ...nothing, lines: left };
      },
    );
  }

  async #try(file: File): Promise<Tried> {
    if (file.size > LARGEST) {
      const wrong = m.administrator_csv_import_too_large({ file: file.name });
      return { ...nothing, wrong };
    }
    const text = await textOf(file);
    if (text === null) {
      const wrong = m.administrator_csv_import_no_text({ file: file.name });
      return { ...nothing, wrong };
    }
    const state = this.#state();
    if (!state) return nothing;
    const { lines, problems } = readAssignmentsCsv(text, state);
    if (problems.length > 0) return { ...nothing, problems };
    const refused = await this.#dryRun(lines);
    return refused.length > 0 ? { ...nothing, problems: refused } : { ...nothing, lines };
  }

  #state(): HospitalState | null {
    const { hospital, app } = this.#desk;
    const registrar = app.session.who?.account;
    if (!hospital || !registrar) return null;
    return {
      hospital: hospital.name,
      registrar,
      patients: this.#desk.patients.map(({ care, assignments }) => ({
        chart: care.chart,
        isSuspended: care.suspendedAt !== null,
        assigned: assignments.filter(({ state }) => state.kind !== "ended").map(({ doctor }) => doctor),
      })),
      doctors: this.#desk.assignable.map(({ account }) => account),
    };
  }

  /** What the contract would refuse now, whatever the lists say. */
  async #dryRun(lines: readonly AssignmentLine[]): Promise<LineProblem[]> {
    const { chain, session } = this.#desk.app;
    const account = session.who?.account;
    if (!account) return [];
    const problems = await Promise.all(
      lines.map(async (each): Promise<LineProblem | null> => {
        try {
          await tryCall(chain, account, this.#call(each));
          return null;
        } catch (error) {
          if (!(error instanceof ContractRefusedError)) throw error;
          const { what, next } = explain(error);
          return { line: each.line, what: m.administrator_csv_import_line_problem({ what, next }) };
        }
      }),
    );
    return problems.filter((problem) => problem !== null);
  }

  #call({ action, chart, doctor }: AssignmentLine) {
    const make = action === "assign" ? assignDoctor : endAssignment;
    return make(this.#desk.app.network, chart, doctor, this.#desk.hospital?.id ?? 0);
  }

  #decision(lines: readonly AssignmentLine[]): Decision {
    const { ends } = countsOf(lines);
    return {
      title: m.administrator_csv_import_title({ changes: changesOf(lines) }),
      note: ends === lines.length ? m.administrator_csv_import_note_ends() : m.administrator_csv_import_note_begins(),
      confirm: m.administrator_csv_import_confirm(),
      ends: ends > 0,
      done: m.administrator_csv_import_done(countsOf(lines)),
      calls: lines.map((line) => this.#call(line)),
    };
  }
}

/** The text of a file; null when it is none in UTF-8. */
async function textOf(file: File): Promise<string | null> {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** "Begin 3 assignments and end 1" */
export function changesOf(lines: readonly Pick<AssignmentLine, "action">[]): string {
  return m.administrator_csv_import_changes(countsOf(lines));
}

/** How many assignments a list begins and how many it ends, and which of the two it does. */
function countsOf(lines: readonly Pick<AssignmentLine, "action">[]) {
  const ends = lines.filter(({ action }) => action === "end").length;
  const begins = lines.length - ends;
  return { begins, ends, kind: ends === 0 ? "begin" : begins === 0 ? "end" : "both" };
}
