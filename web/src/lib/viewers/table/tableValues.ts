/** How a file writes its days and numbers, as far as its own cells show. */
export interface Manner {
  /** In "03/04/2026", which comes first; null where the file has such days and does not show it */
  slashed: "day" | "month" | null;
  /** Null where the file does not show it */
  mark: DecimalMark | null;
}

/** What stands before the decimals. */
export type DecimalMark = "." | ",";

const SLASHED = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?: .*)?$/;

/** What the cells of a file say together about how it is written; `usualMark` is taken where none of them shows a mark. */
export function mannerOf(cells: readonly string[], usualMark: DecimalMark | null): Manner {
  const slashed = cells.map((cell) => SLASHED.exec(cell)).filter((found) => found !== null);
  const dayFirst = slashed.some(([, first]) => Number(first) > 12);
  const monthFirst = slashed.some(([, , second]) => Number(second) > 12);
  // In words there are numbers of chapters and versions.
  const marks = marksIn(cells.filter((cell) => !/\p{L}/u.test(cell)));
  return {
    slashed: dayFirst === monthFirst ? null : dayFirst ? "day" : "month",
    mark: marks.size === 0 ? usualMark : only(marks),
  };
}

/**
 * The decimal mark in numbers that belong together: values of one test, and its usual range.
 *
 * [Note: one mark and three digits]
 * "1.020" is a specific gravity, "250.000" a count of platelets: a mark before exactly three digits is a decimal mark or parts
 * thousands, and being wrong is being wrong by a thousand. No cell says which. Any other number shows it: "5,4", "0.250" and "1020.5"
 * have a decimal mark, and "1.234,5" and "1.234.567" show the other one. So the numbers of the same test are asked first: what they
 * show holds for all of them. Where each could be either, a mark that is the decimal one in the rest of the file is it here, too. The
 * other mark is not taken to part thousands without being shown to: a table with decimal commas may have a specific gravity as a
 * device printed it. Then nothing is read.
 */
export function decimalMarkOf(numbers: readonly string[], { mark }: Pick<Manner, "mark">): DecimalMark | null {
  const shown = marksIn(numbers);
  if (shown.size > 0) return only(shown);
  const other = mark === "." ? /\d,\d/ : /\d\.\d/;
  return numbers.some((each) => other.test(each)) ? null : mark;
}

function only(marks: ReadonlySet<DecimalMark>): DecimalMark | null {
  const [mark = null, ...others] = marks;
  return others.length === 0 ? mark : null;
}

function marksIn(cells: readonly string[]): Set<DecimalMark> {
  const numbers = cells.flatMap((cell) => cell.match(/(?<![\d.,])\d*(?:[.,]\d+)+(?![\d.,])/g) ?? []);
  return new Set(numbers.map(markIn).filter((mark) => mark !== null));
}

/** The decimal mark that a number shows by itself, even where it has none. */
function markIn(number: string): DecimalMark | null {
  const marks = number.replaceAll(/\d/g, "");
  const last = marks.endsWith(".") ? "." : ",";
  const other = last === "." ? "," : ".";
  const [whole = "", decimals = ""] = number.split(/[.,](?=\d+$)/);
  if (marks.length === 1) return decimals.length === 3 && /^[1-9]\d{0,2}$/.test(whole) ? null : last;
  if (plainly[other].test(number)) return other;
  return plainly[last].test(number) ? last : null;
}

/** Whole numbers may be in groups of three; with commas also of two before the last, as in India. */
const plainly = {
  ".": /^([-+−]?)(\d+|\d{1,3}(?:,\d{2,3})*,\d{3})(?:\.(\d+))?$/,
  ",": /^([-+−]?)(\d+|\d{1,3}(?:\.\d{3})+)(?:,(\d+))?$/,
};

/** The digits of a plain number, with a point, as FHIR writes a decimal; null for words, "< 5" and what could be read two ways. */
export function numberIn(cell: string, mark: DecimalMark | null): string | null {
  const [, sign, whole, decimals] = (mark === null ? /^([-+−]?)(\d+)$/ : plainly[mark]).exec(cell) ?? [];
  if (whole === undefined) return null;
  const digits = whole.replaceAll(/[.,]/g, "");
  return `${sign === "-" || sign === "−" ? "-" : ""}${digits}${decimals === undefined ? "" : `.${decimals}`}`;
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** A day or moment as FHIR writes it; null for what is none, or could be read two ways. */
export function dayIn(cell: string, { slashed }: Pick<Manner, "slashed">): string | null {
  const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:\d{2})?)?$/.exec(cell);
  if (iso) return written(iso[1], iso[2], iso[3], iso[4] && `T${iso[4]}${iso[5] ?? ""}`);
  // Points put the day first wherever they are used.
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:,? (\d{2}:\d{2})(?::\d{2})?)?$/.exec(cell);
  if (dotted) return written(dotted[3], dotted[2], dotted[1], dotted[4] && `T${dotted[4]}`);
  const spelled = /^(\d{1,2})[ -]([A-Za-z]{3})[a-z]*[ -](\d{4})$/.exec(cell);
  if (spelled) {
    const month = MONTHS.indexOf((spelled[2] ?? "").toLowerCase()) + 1;
    return month === 0 ? null : written(spelled[3], String(month), spelled[1], undefined);
  }
  const [, first, second, year] = (slashed && SLASHED.exec(cell)) ?? [];
  if (first === undefined) return null;
  return slashed === "day" ? written(year, second, first, undefined) : written(year, first, second, undefined);
}

/** The same day in the form of ISO 8601; null where the calendar has no such day. */
function written(year = "", month = "", day = "", time = ""): string | null {
  const date = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const at = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(date) ? `${date}${time}` : null;
}

/** Days that the file could mean either way round. */
export const isUnclearDay = (cell: string, { slashed }: Pick<Manner, "slashed">) =>
  slashed === null && SLASHED.test(cell);

/** The ends of a usual range such as "3.9 – 5.5", "< 5,7" or "> 60"; digits, or nothing for an end it does not have. */
export function rangeIn(cell: string, mark: DecimalMark | null): { low: string; high: string } {
  const bare = cell.replaceAll(/[()[\]]/g, "").trim();
  const [, low, high] = /^([-+]?[\d.,]+)\s*(?:[-–—]|to|bis)\s*([-+]?[\d.,]+)$/i.exec(bare) ?? [];
  if (low !== undefined && high !== undefined)
    return { low: numberIn(low, mark) ?? "", high: numberIn(high, mark) ?? "" };
  const [, sign, bound] = /^(<=?|≤|>=?|≥|below|under|above|over)\s*([\d.,]+)$/i.exec(bare) ?? [];
  const digits = bound === undefined ? null : numberIn(bound, mark);
  if (sign === undefined || digits === null) return { low: "", high: "" };
  return /^(<|≤|below|under)/i.test(sign) ? { low: "", high: digits } : { low: digits, high: "" };
}
