import type { Book, Contracts } from "./book.ts";
import { openLedger, type Ledger } from "./ledger.ts";

/** Rises when a ledger keeps more than before: an older one would lack that for ever. */
const FORMAT = 2;

/**
 * A ledger as text, one thing a line, to be put away and gone on with: a whole one as one text would need its memory twice.
 *
 * | first line | `{ format, contracts, count, at, memory }` |
 * |------------|--------------------------------------------|
 * | each other | `[name of a list, key, value]`, as JSON    |
 */
export function* linesOf({ book, count }: Ledger): Generator<string> {
  const { contracts, memory, at } = book;
  yield JSON.stringify({ format: FORMAT, contracts, count, at, memory });
  for (const [name, list] of Object.entries(listsOf(book))) {
    for (const [key, value] of list) yield JSON.stringify([name, key, value]);
  }
  for (const chart of book.cancelledOnce) yield JSON.stringify(["cancelledOnce", chart, true]);
}

/** The ledger of such lines. @throws LedgerLinesError */
export async function ledgerOf(lines: Iterable<string> | AsyncIterable<string>, contracts: Contracts): Promise<Ledger> {
  const ledger = openLedger(contracts);
  const { book } = ledger;
  const lists = listsOf(book) as Record<string, Map<string, unknown>>;
  let isOpen = false;
  for await (const line of lines) {
    const parsed: unknown = parse(line);
    if (!isOpen) {
      open(ledger, parsed);
      isOpen = true;
      continue;
    }
    if (!Array.isArray(parsed) || typeof parsed[0] !== "string" || typeof parsed[1] !== "string")
      throw new LedgerLinesError();
    const [name, key, value] = parsed as [string, string, unknown];
    if (name === "cancelledOnce") book.cancelledOnce.add(key);
    else if (lists[name]) lists[name].set(key, value);
    else throw new LedgerLinesError();
  }
  if (!isOpen) throw new LedgerLinesError();
  return ledger;
}

function open(ledger: Ledger, parsed: unknown): void {
  const { format, contracts, count, at, memory } = parsed as Partial<Book> & { format?: unknown; count?: unknown };
  const isSame = JSON.stringify(contracts) === JSON.stringify(ledger.book.contracts);
  if (format !== FORMAT || !isSame || typeof count !== "number" || typeof at !== "string" || !memory)
    throw new LedgerLinesError();
  ledger.count = count;
  Object.assign(ledger.book, { at, memory });
}

function listsOf({ entities, duties, licences, issuedAt, quotas, askAgainAt, stopsAhead }: Book) {
  return { ...entities, duties, licences, issuedAt, quotas, askAgainAt, stopsAhead };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new LedgerLinesError();
  }
}

/** Lines that are no ledger of these contracts. */
export class LedgerLinesError extends Error {
  override name = "LedgerLinesError";
  constructor() {
    super("What was kept of the last check cannot be gone on with.");
  }
}
