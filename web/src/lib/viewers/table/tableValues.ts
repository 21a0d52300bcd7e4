/** How a file writes its numbers and days, as far as its own cells show. */
export interface Manner {
  /** "12,5" is twelve and a half */
  decimalComma: boolean;
  /** In "03/04/2026", which comes first; null where the file has such days and does not show it */
  slashed: "day" | "month" | null;
}

const COMMA = /^[-+]?\d+,\d+$/;
const POINT = /^[-+]?\d*\.\d+$/;
const SLASHED = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?: .*)?$/;

/**
 * What the cells of a file say together about how it is written. "1,234" alone could be either, so it takes a comma that does not
 * stand before three digits, and no number with a point.
 */
export function mannerOf(cells: readonly string[]): Manner {
  const commas = cells.filter((cell) => COMMA.test(cell));
  const slashed = cells.map((cell) => SLASHED.exec(cell)).filter((found) => found !== null);
  const dayFirst = slashed.some(([, first]) => Number(first) > 12);
  const monthFirst = slashed.some(([, , second]) => Number(second) > 12);
  return {
    decimalComma: commas.some((cell) => !/,\d{3}$/.test(cell)) && !cells.some((cell) => POINT.test(cell)),
    slashed: dayFirst === monthFirst ? null : dayFirst ? "day" : "month",
  };
}

/** The digits of a plain number, with a point, as FHIR writes a decimal; null for words, "< 5" and what could be read two ways. */
export function numberIn(cell: string, { decimalComma }: Manner): string | null {
  const plain = decimalComma && COMMA.test(cell) ? cell.replace(",", ".") : cell.replace(/^\+/, "").replace("−", "-");
  return /^-?\d+(\.\d+)?$/.test(plain) ? plain : null;
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** A day or moment as FHIR writes it; null for what is none, or could be read two ways. */
export function dayIn(cell: string, { slashed }: Manner): string | null {
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
export const isUnclearDay = (cell: string, { slashed }: Manner) => slashed === null && SLASHED.test(cell);

/** The ends of a usual range such as "3.9 – 5.5", "< 5,7" or "> 60"; digits, or nothing for an end it does not have. */
export function rangeIn(cell: string, manner: Manner): { low: string; high: string } {
  const bare = cell.replaceAll(/[()[\]]/g, "").trim();
  const [, low, high] = /^([-+]?[\d.,]+)\s*(?:[-–—]|to|bis)\s*([-+]?[\d.,]+)$/i.exec(bare) ?? [];
  if (low !== undefined && high !== undefined)
    return { low: numberIn(low, manner) ?? "", high: numberIn(high, manner) ?? "" };
  const [, sign, bound] = /^(<=?|≤|>=?|≥|below|under|above|over)\s*([\d.,]+)$/i.exec(bare) ?? [];
  const digits = bound === undefined ? null : numberIn(bound, manner);
  if (sign === undefined || digits === null) return { low: "", high: "" };
  return /^(<|≤|below|under)/i.test(sign) ? { low: "", high: digits } : { low: digits, high: "" };
}
