import Papa from "papaparse";
import { m } from "#messages";

/** A line of a table; `line` counts the lines of the file from 1. */
export interface TableRow {
  line: number;
  cells: string[];
}

/** A line that does not fit the table: what is wrong with it, in a sentence, and all that it says. */
export interface OddLine {
  line: number;
  problem: string;
  written: string;
}

export interface Table {
  /** What stands above the table, a line each */
  above: string[];
  /** One for each column, none empty */
  titles: string[];
  /** Each with as many cells as there are titles */
  rows: TableRow[];
  odd: OddLine[];
  separator: Separator;
}

export type Separator = "," | ";" | "\t";

type Read = TableRow & { written: string };

/** More quotes that never end than this, and the file is no table: each costs a reading of all that follows. */
const MOST_OPEN_QUOTES = 50;

/**
 * A file of separated values (RFC 4180, with comma, semicolon or tab) as a table. What does not fit is kept beside it, named by its
 * line; nothing is left out. Cells stay the text they are.
 * @throws TableFormatError when there is no table in it
 */
export function readTable(text: string): Table {
  // Some spreadsheets name their separator in a first line.
  const named = /^sep=([,;\t])\r?\n/i.exec(text);
  const body = text.slice(named?.[0].length ?? 0);
  const separator = (named?.[1] as Separator | undefined) ?? likelySeparator(body);
  const { rows, odd } = readRows(body, separator, named ? 2 : 1);
  const width = usualWidth(rows);
  if (width < 2) throw new TableFormatError();

  const start = rows.findIndex(({ cells }) => cells.length === width && cells.filter(Boolean).length > 1);
  const fitting = rows.slice(start);
  const [first] = fitting as [Read];
  const titled = isTitleRow(first.cells);
  const table: Table = {
    above: rows.slice(0, start).map(({ cells }) => cells.filter(Boolean).join(" ")),
    titles: distinct(titled ? first.cells : first.cells.map(() => "")),
    rows: [],
    odd,
    separator,
  };
  for (const { line, cells, written } of titled ? fitting.slice(1) : fitting) {
    if (cells.length === width) table.rows.push({ line, cells });
    else odd.push({ line, problem: m.viewers_table_wrong_width({ count: cells.length, columns: width }), written });
  }
  if (table.rows.length === 0) throw new TableFormatError();
  odd.sort((a, b) => a.line - b.line);
  return table;
}

/** Every line that is not empty. One whose quote never ends is put aside, and reading goes on after it. */
function readRows(text: string, separator: Separator, firstLine: number): { rows: Read[]; odd: OddLine[] } {
  const rows: Read[] = [];
  const odd: OddLine[] = [];
  let [from, line] = [0, firstLine];
  while (from < text.length) {
    if (odd.length > MOST_OPEN_QUOTES) throw new TableFormatError();
    const { read, open } = readUntilOpenQuote(text.slice(from), separator, line);
    for (const each of read) rows.push(each);
    if (open === null) break;
    const { at, line: openLine } = open;
    const end = endOfLine(text, from + at);
    odd.push({
      line: openLine,
      problem: m.viewers_table_open_quote(),
      written: text.slice(from + at, end).trim(),
    });
    [from, line] = [end, openLine + 1];
  }
  return { rows, odd };
}

/** `open` is the line that begins the row in which a quote never ends: where it begins, and its number. */
function readUntilOpenQuote(text: string, separator: Separator, firstLine: number) {
  const read: Read[] = [];
  let [start, line] = [0, firstLine];
  let open: { at: number; line: number } | null = null;
  Papa.parse<string[]>(text, {
    delimiter: separator,
    step: ({ data, errors, meta }, parser) => {
      const written = text.slice(start, meta.cursor);
      if (errors.some(({ code }) => code === "MissingQuotes" || code === "InvalidQuotes")) {
        open = { at: start, line };
        parser.abort();
        return;
      }
      const cells = data.map((cell) => cell.trim());
      if (cells.some(Boolean)) read.push({ line, cells, written: written.trim() });
      line += written.split(/\r\n|\n|\r/).length - 1;
      start = meta.cursor;
    },
  });
  return { read, open: open as { at: number; line: number } | null };
}

function endOfLine(text: string, from: number): number {
  const found = /\r\n|\n|\r/g;
  found.lastIndex = from;
  return found.exec(text) ? found.lastIndex : text.length;
}

/** The separator under which most of the first lines have the same number of cells, two or more; the rarer in prose wins a tie. */
function likelySeparator(text: string): Separator {
  const beginning = text.slice(0, 20_000);
  const scored = (["\t", ";", ","] as const).map((separator) => {
    const { data } = Papa.parse<string[]>(beginning, { delimiter: separator, preview: 20, skipEmptyLines: true });
    const width = usualWidth(data.map((cells) => ({ cells })));
    return { separator, alike: width < 2 ? 0 : data.filter(({ length }) => length === width).length };
  });
  return scored.toSorted((a, b) => b.alike - a.alike)[0]?.separator ?? ",";
}

/** How many cells most rows have. */
function usualWidth(rows: readonly { cells: readonly string[] }[]): number {
  const counts = new Map<number, number>();
  for (const { cells } of rows) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  return [...counts].toSorted(([a, often], [b, oftener]) => oftener - often || b - a)[0]?.[0] ?? 0;
}

/** Titles have letters; a row of values begins with a date or a number. */
function isTitleRow([first = "", ...others]: readonly string[]): boolean {
  return /\p{L}/u.test(first) || (first === "" && others.some((cell) => /\p{L}/u.test(cell)));
}

function distinct(titles: readonly string[]): string[] {
  return titles.map((title, index) => {
    if (title === "") return m.viewers_table_column({ number: index + 1 });
    return titles.indexOf(title) === index ? title : m.viewers_table_column_again({ title, number: index + 1 });
  });
}

export class TableFormatError extends Error {
  override name = "TableFormatError";
  constructor() {
    super(m.viewers_table_none_in_file());
  }
}
