import { parse } from "csv-parse/sync";
import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import * as z from "zod/mini";
import { checksumProblem } from "./checksum.ts";
import { authority, registrationNumber, type LicenceNumber } from "./licence-number.ts";
import type { Licence } from "./licence.ts";

export const COLUMNS = [
  "authority",
  "registrationNumber",
  "professionalName",
  "specialty",
  "phone",
  "validUntil",
] as const;

/** Bytes of UTF-8 that the Registry accepts for a name or a specialty. */
const LONGEST_TEXT = 128;

/** A licence with the number it is registered under. `line` is where it stands in the file, from 1. */
export type RegisteredLicence = Licence & {
  readonly authority: string;
  readonly registrationNumber: string;
  readonly line: number;
};

const text = z.string().check(
  z.trim(),
  z.minLength(1, "is empty"),
  z.refine((value) => Buffer.byteLength(value) <= LONGEST_TEXT, `is longer than ${LONGEST_TEXT} bytes`),
  z.refine((value) => !/\p{C}/u.test(value), "contains an invisible character"),
);

const row = z.object({
  authority,
  registrationNumber,
  professionalName: text,
  specialty: text,
  phone: z.pipe(
    z
      .string()
      .check(z.refine((value) => phoneNumber(value) !== undefined, "is no phone number in international form (+…)")),
    z.transform((value) => phoneNumber(value) ?? ""),
  ),
  validUntil: z.pipe(
    z.string().check(z.refine((value) => !Number.isNaN(endOfDay(value)), "is no date such as 2027-12-31")),
    z.transform(endOfDay),
  ),
});

/**
 * Parses a register as CSV (RFC 4180) with a header line of exactly `COLUMNS`.
 *
 * @throws {RegisterError} naming every bad line and column; it quotes none of their contents
 */
export function parseRegister(csv: string): RegisteredLicence[] {
  const problems: RegisterProblem[] = [];
  const licences: RegisteredLicence[] = [];
  for (const { cells, line } of readCells(csv)) {
    const parsed = row.safeParse(cells);
    const found = parsed.success ? problemsOfNumber(parsed.data) : problemsOfRow(parsed.error);
    problems.push(...found.map((problem) => ({ line, problem })));
    if (parsed.success) licences.push({ ...parsed.data, line });
  }
  if (problems.length > 0) throw new RegisterError(problems);
  return licences;
}

function problemsOfRow({ issues }: z.core.$ZodError): string[] {
  return issues.map(({ path, message }) => `${String(path[0])} ${message}`);
}

function problemsOfNumber(given: LicenceNumber): string[] {
  const problem = checksumProblem(given.authority, given.registrationNumber);
  return problem === null ? [] : [`registrationNumber ${problem}`];
}

function readCells(csv: string): { cells: Record<string, string>; line: number }[] {
  try {
    const [header, ...records] = parse(csv, { bom: true, info: true, skipEmptyLines: true }) as unknown as {
      record: string[];
      info: { lines: number };
    }[];
    if (header?.record.join() !== COLUMNS.join()) {
      throw new RegisterError([{ line: 1, problem: `the first line must be ${COLUMNS.join(",")}` }]);
    }
    return records.map(({ record, info }) => ({
      cells: Object.fromEntries(COLUMNS.map((column, index) => [column, record[index] ?? ""])),
      line: info.lines,
    }));
  } catch (error) {
    if (error instanceof RegisterError) throw error;
    const line = typeof error === "object" && error !== null && "lines" in error ? Number(error.lines) : 1;
    throw new RegisterError([
      { line, problem: "is not well-formed CSV: a quote or a comma is missing, or is too many" },
    ]);
  }
}

/** E.164, or undefined. */
function phoneNumber(value: string): string | undefined {
  const parsed = value.trim().startsWith("+") ? parsePhoneNumberFromString(value) : undefined;
  return parsed?.isValid() && !parsed.ext ? parsed.number : undefined;
}

/** The last second of a day in UTC, in Unix seconds; NaN for what is no day. */
function endOfDay(value: string): number {
  const date = value.trim();
  const milliseconds = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T23:59:59Z`) : Number.NaN;
  const isRealDay = !Number.isNaN(milliseconds) && new Date(milliseconds).toISOString().startsWith(date);
  return isRealDay ? milliseconds / 1000 : Number.NaN;
}

export interface RegisterProblem {
  readonly line: number;
  readonly problem: string;
}

/** The file was not taken. Nothing was written. */
export class RegisterError extends Error {
  override readonly name = "RegisterError";
  readonly problems: readonly RegisterProblem[];

  constructor(problems: readonly RegisterProblem[]) {
    super(["Nothing was imported.", ...problems.map(({ line, problem }) => `line ${line}: ${problem}`)].join("\n"));
    this.problems = problems;
  }
}
