import type { ChartId } from "@chartkey/protocol/chart";
import { CsvError, parse } from "csv-parse/browser/esm/sync";
import { getAddress, isAddress, type Address } from "viem";
import { m } from "#messages";
import { formatLocale } from "../language.ts";
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
  const problem = header ? headerProblem(header.cells) : m.keys_flows_assignments_csv_empty();
  if (!header || problem) return { lines: [], problems: [{ line: 1, what: problem ?? "" }] };
  if (others.length === 0) {
    return {
      lines: [],
      problems: [{ line: 1, what: m.keys_flows_assignments_csv_only_header() }],
    };
  }
  if (others.length > MOST_IN_ONE_TRANSACTION) {
    const what = m.keys_flows_assignments_csv_too_many_lines({ count: others.length, most: MOST_IN_ONE_TRANSACTION });
    return { lines: [], problems: [{ line: 1, what }] };
  }

  const names = header.cells.map((cell) => cell.toLowerCase());
  const lines: AssignmentLine[] = [];
  const problems: LineProblem[] = [];
  const seen = new Map<string, number>();
  for (const { line, cells } of others) {
    try {
      if (cells.length !== COLUMNS.length)
        throw new LineError(m.keys_flows_assignments_csv_values({ count: cells.length, expected: COLUMNS.length }));
      const [action, card, doctor] = COLUMNS.map((column) => cells[names.indexOf(column)] ?? "");
      const read = { line, ...lineOf(action ?? "", card ?? "", doctor ?? "", state) };
      const pair = `${read.chart}:${read.doctor}`;
      const before = seen.get(pair);
      if (before !== undefined) {
        throw new LineError(m.keys_flows_assignments_csv_same_pair({ line: before }));
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
    return { problem: { line, what: m.keys_flows_assignments_csv_quotation_mark() } };
  }
}

function headerProblem(cells: readonly string[]): string | null {
  const names = cells.map((cell) => cell.toLowerCase());
  const missing = COLUMNS.filter((column) => !names.includes(column));
  if (missing.length > 0) {
    return m.keys_flows_assignments_csv_columns_missing({
      columns: COLUMNS.join(", "),
      missing: new Intl.ListFormat(formatLocale).format(missing),
      count: missing.length,
    });
  }
  return names.length > COLUMNS.length
    ? m.keys_flows_assignments_csv_columns_too_many({ columns: COLUMNS.join(", ") })
    : null;
}

function lineOf(action: string, card: string, doctor: string, state: HospitalState): Omit<AssignmentLine, "line"> {
  const wanted = action.toLowerCase();
  if (wanted !== "assign" && wanted !== "end") throw new LineError(m.keys_flows_assignments_csv_no_action({ action }));
  const belongs = belongsToCard(card);
  const found = state.patients.filter(({ chart }) => belongs(chart));
  const [patient, ...others] = found;
  if (!patient) {
    throw new LineError(m.keys_flows_assignments_csv_unknown_card({ hospital: state.hospital, card }));
  }
  if (others.length > 0) {
    throw new LineError(m.keys_flows_assignments_csv_shared_card());
  }
  if (!isAddress(doctor)) {
    throw new LineError(m.keys_flows_assignments_csv_no_address({ doctor }));
  }
  const account = getAddress(doctor);
  const assigned = patient.assigned.includes(account);
  if (wanted === "end") {
    if (!assigned) throw new LineError(m.keys_flows_assignments_csv_not_assigned());
  } else {
    if (patient.isSuspended) throw new LineError(m.keys_flows_assignments_csv_suspended());
    if (account === state.registrar) throw new LineError(m.keys_flows_assignments_csv_own_account());
    if (assigned) throw new LineError(m.keys_flows_assignments_csv_already_assigned());
    if (!state.doctors.includes(account)) {
      throw new LineError(m.keys_flows_assignments_csv_not_appointed({ hospital: state.hospital }));
    }
  }
  return { action: wanted, chart: patient.chart, doctor: account };
}

class LineError extends Error {
  override name = "LineError";
}
