import type { Hex } from "viem";
import { groupsOf } from "../inTurns.ts";

/**
 * [Note: what a question costs] Somebody else's endpoint answers our questions, and graph-node multiplies: a list of 1,000 rows that each
 * bring a list of 1,000 is a million entities. So rows that bring lists come fewer at a time (`$few` in a document, `$first` for others),
 * and a test counts every document as graph-node does.
 */

/**
 * [Note: whole lists] What can grow without end is asked for page by page. A list inside a row cannot be, so there is none but where
 * it ends: the contract takes no more than 255 versions of a report.
 */

/** How many entities one question asks for: the most that graph-node gives. */
export const PAGE_SIZE = 1_000;

/** How many of those that bring lists of their own. See [Note: what a question costs]. */
export const FEW = 100;

/** How many things one question names: nodes and their proxies refuse one that names thousands. */
const NAMED = 500;

/** Below every id, to start with. */
const FIRST: Hex = "0x";

/**
 * Asks for one page after the other, each beginning after the last id of the one before, until a page is not full. Unlike
 * `skip`, this neither repeats nor misses a row when rows are added meanwhile.
 *
 * @param ask Returns at most `size` rows, as many as there are, with an id greater than `after`, in the order of their ids.
 */
export async function everyPage<Row extends { id: Hex }>(
  ask: (after: Hex, size: number) => Promise<Row[]>,
  size = PAGE_SIZE,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (let after = FIRST; ;) {
    const page = await ask(after, size);
    rows.push(...page);
    const last = page.at(-1);
    if (!last || page.length < size) return rows;
    after = last.id;
  }
}

/** The same about any number of things that are asked about by name. */
export async function everyNamed<Name, Row>(
  names: readonly Name[],
  ask: (some: Name[]) => Promise<Row[]>,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const some of groupsOf(names, NAMED)) rows.push(...(await ask(some)));
  return rows;
}
