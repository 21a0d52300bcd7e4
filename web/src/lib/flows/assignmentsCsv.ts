import type { ChartId } from "@chartkey/protocol/chart";
import { CsvError, parse } from "csv-parse/browser/esm/sync";
import { getAddress, isAddress, type Address } from "viem";
import { MOST_IN_ONE_TRANSACTION } from "../safe/transactionBuilderFile.ts";
import { belongsToCard, CardRefusedError } from "./patientByCard.ts";

/** What a list of assignments is compared with: the present state of one hospital. */
export type HospitalState = {
  hospital: string;
  /** Who reads the list in: nobody assigns themself. */
  registrar: Address;
  /** Accepted patients, with the doctors assigned to them, whether that counts now or rests. */
  patients: readonly { chart: ChartId; isSuspended: boolean; assigned: readonly Address[] }[];
  /** Doctors who are verified and appointed now. */
  doctors: readonly Address[];
};

/** One line of a list that can be done. */
export type AssignmentLine = { line: number; action: "assign" | "end"; chart: ChartId; doctor: Address };

/** What is wrong in one line, and what to do; line 1 is the one with the names of the columns. */
export type LineProblem = { line: number; what: string };

/** The names of the columns, which the first line holds, in any order. */
const COLUMNS = ["action", "card", "doctor"] as const;

/** An example to fill in: everything in it is made up. */
export const EXAMPLE_CSV = `${COLUMNS.join(",")}\nassign,H7K2-9QWX-3T0B,0x70997970C51812dc3A010C7d01b50e0d17dc79C8\n`;

/**
 * Reads a list of assignments to begin and to end: CSV (RFC 4180), comma or semicolon, with the columns `action` (assign or
 * end), `card` (the card code or chart id of the patient) and `doctor` (the address of their account). Every line is compared with the
 * present state of the hospital. Lines are given back only when there is no problem at all.
 */
export function readAssignmentsCsv(
  text: string,
  state: HospitalState,
): { lines: AssignmentLine[]; problems: LineProblem[] } {
  const rows = rowsOf(text);
  if ("problem" in rows) return { lines: [], problems: [rows.problem] };
  const [header, ...others] = rows.rows;
  const problem = header ? headerProblem(header.cells) : "The list is empty. Save the example, and fill it in.";
  if (!header || problem) return { lines: [], problems: [{ line: 1, what: problem ?? "" }] };
  if (others.length === 0) {
    return {
      lines: [],
      problems: [{ line: 1, what: "Only the names of the columns are there. Add a line for each assignment." }],
    };
  }
  if (others.length > MOST_IN_ONE_TRANSACTION) {
    const what = `The list has ${others.length} lines, and one transaction takes ${MOST_IN_ONE_TRANSACTION}. Split it into several lists.`;
    return { lines: [], problems: [{ line: 1, what }] };
  }

  const names = header.cells.map((cell) => cell.toLowerCase());
  const lines: AssignmentLine[] = [];
  const problems: LineProblem[] = [];
  const seen = new Map<string, number>();
  for (const { line, cells } of others) {
    try {
      if (cells.length !== COLUMNS.length) throw new LineError(`This line has ${cells.length} values instead of 3.`);
      const [action, card, doctor] = COLUMNS.map((column) => cells[names.indexOf(column)] ?? "");
      const read = { line, ...lineOf(action ?? "", card ?? "", doctor ?? "", state) };
      const pair = `${read.chart}:${read.doctor}`;
      const before = seen.get(pair);
      if (before !== undefined) {
        throw new LineError(`Line ${before} is about this patient and this doctor already. Keep one of the two.`);
      }
      seen.set(pair, line);
      lines.push(read);
    } catch (error) {
      if (!(error instanceof LineError) && !(error instanceof CardRefusedError)) throw error;
      problems.push({ line, what: error.message });
    }
  }
  return { lines: problems.length === 0 ? lines : [], problems };
}

type Row = { line: number; cells: string[] };

function rowsOf(text: string): { rows: Row[] } | { problem: LineProblem } {
  try {
    const records = parse(text, {
      bom: true,
      delimiter: [",", ";"],
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      trim: true,
    }) as unknown as { info: { lines: number }; record: string[] }[];
    return { rows: records.map(({ info, record }) => ({ line: info.lines, cells: record })) };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error["lines"] === "number" ? error["lines"] : 1;
    return { problem: { line, what: "A quotation mark is not closed, or stands inside a value. Remove it." } };
  }
}

function headerProblem(cells: readonly string[]): string | null {
  const names = cells.map((cell) => cell.toLowerCase());
  const missing = COLUMNS.filter((column) => !names.includes(column));
  if (missing.length > 0) {
    return `The first line names the columns: ${COLUMNS.join(", ")}. ${new Intl.ListFormat("en").format(missing)} ${missing.length === 1 ? "is" : "are"} missing.`;
  }
  return names.length > COLUMNS.length ? `There are more columns than ${COLUMNS.join(", ")}. Remove the others.` : null;
}

function lineOf(action: string, card: string, doctor: string, state: HospitalState): Omit<AssignmentLine, "line"> {
  const wanted = action.toLowerCase();
  if (wanted !== "assign" && wanted !== "end") throw new LineError(`“${action}” is no action. Write assign or end.`);
  const belongs = belongsToCard(card);
  const found = state.patients.filter(({ chart }) => belongs(chart));
  const [patient, ...others] = found;
  if (!patient) {
    throw new LineError(
      `No patient of ${state.hospital} has the card ${card}. Compare it with their card; accept them first if they asked for care.`,
    );
  }
  if (others.length > 0) {
    throw new LineError("Two patients here have this card code, which is rare. Write the whole chart id instead.");
  }
  if (!isAddress(doctor)) {
    throw new LineError(
      `“${doctor}” is no address of an account: 0x and 40 digits from 0 to f. Copy it from the doctors’ page.`,
    );
  }
  const account = getAddress(doctor);
  const assigned = patient.assigned.includes(account);
  if (wanted === "end") {
    if (!assigned) throw new LineError("This doctor is not assigned to this patient here. Remove the line.");
  } else {
    if (patient.isSuspended)
      throw new LineError("Care for this patient is suspended. Resume it first, or remove the line.");
    if (account === state.registrar) throw new LineError("This is your own account, and nobody assigns themself.");
    if (assigned) throw new LineError("This doctor is assigned to this patient already. Remove the line.");
    if (!state.doctors.includes(account)) {
      throw new LineError(
        `This account is no doctor who is verified and appointed at ${state.hospital} now. Appoint them first, or remove the line.`,
      );
    }
  }
  return { action: wanted, chart: patient.chart, doctor: account };
}

class LineError extends Error {
  override name = "LineError";
}
