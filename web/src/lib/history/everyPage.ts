import type { Hex } from "viem";

/** How many entities one question asks for: the most that graph-node gives. */
export const PAGE_SIZE = 1_000;

/** Below every id, to start with. */
const FIRST: Hex = "0x";

/**
 * Asks for one page after the other, each beginning after the last id of the one before, until a page is not full. Unlike
 * `skip`, this neither repeats nor misses a row when rows are added meanwhile.
 *
 * @param ask Returns at most `size` rows with an id greater than `after`, in the order of their ids.
 */
export async function everyPage<Row extends { id: Hex }>(
  ask: (after: Hex) => Promise<Row[]>,
  size = PAGE_SIZE,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (let after = FIRST; ;) {
    const page = await ask(after);
    rows.push(...page);
    const last = page.at(-1);
    if (!last || page.length < size) return rows;
    after = last.id;
  }
}
