import { lower, placeOfEvent, shortened, type Book } from "./book.ts";
import { told, type Difference } from "./difference.ts";
import type { AuditEvent, EntityList } from "./entities.ts";
import { INDEX_FIELDS } from "./index-fields.ts";

/** Asks the subgraph, and gives the `data` of its answer. Whoever gives this decides how, and throws when there is none. */
export type AskIndex = (query: string, variables: Readonly<Record<string, unknown>>) => Promise<unknown>;

/** How far the subgraph is, and whether it stopped at an error. */
export type IndexHead = { block: number; hash: string | null; hasErrors: boolean };

type Stored = { id: string; touched: string };
type Answered = Record<string, unknown> & { id: string };

/** As many as graph-node gives at a time. */
const PAGE = 1_000;
/** Kept by the ledger as digests. */
const LONG_BYTES = ["bundle", "keyring", "possession", "accountSignature", "capsules"];

/** @throws MalformedIndexError */
export async function indexHead(ask: AskIndex): Promise<IndexHead> {
  const answer = (await ask("{ _meta { block { number hash } hasIndexingErrors } }", {})) as {
    _meta?: { block?: { number?: unknown; hash?: unknown }; hasIndexingErrors?: unknown };
  };
  const { block, hasIndexingErrors } = answer?._meta ?? {};
  if (typeof block?.number !== "number" || typeof hasIndexingErrors !== "boolean")
    throw new MalformedIndexError("_meta");
  return {
    block: block.number,
    hash: typeof block.hash === "string" ? block.hash : null,
    hasErrors: hasIndexingErrors,
  };
}

/** Compares every entity of every kind, as of a block, but for audit events, which are compared while logs are read. */
export async function* compareEntities(ask: AskIndex, book: Book, block: number): AsyncGenerator<Difference> {
  for (const [list, entities] of Object.entries(book.entities) as [EntityList, Map<string, Stored>][]) {
    const met = new Set<string>();
    for await (const answered of everyEntity(ask, list, block)) {
      const expected = entities.get(answered.id);
      if (expected) met.add(expected.id);
      yield* compare(list, expected, answered);
    }
    for (const expected of entities.values()) if (!met.has(expected.id)) yield* compare(list, expected, undefined);
  }
  yield* compareStopsAhead(ask, book, block);
}

/**
 * A stop may name a report that is not there yet. Its audit event then refers to nothing, until the report is added: what it must
 * say is known in the end only.
 */
async function* compareStopsAhead(
  ask: AskIndex,
  { entities, stopsAhead }: Book,
  block: number,
): AsyncGenerator<Difference> {
  const query = `query Stops($block: Int!, $ids: [Bytes!]!) {
    auditEvents(block: { number: $block }, first: ${PAGE}, where: { id_in: $ids }) { id report { id } }
  }`;
  const ids = [...stopsAhead.keys()];
  for (let start = 0; start < ids.length; start += PAGE) {
    const answer = (await ask(query, { block, ids: ids.slice(start, start + PAGE) })) as Record<string, unknown>;
    const page = answer?.["auditEvents"];
    if (!Array.isArray(page) || !page.every(isAnswered)) throw new MalformedIndexError("auditEvents");
    for (const answered of page) {
      const named = stopsAhead.get(answered.id);
      const report = named !== undefined && entities.reports.has(named) ? named : null;
      yield* compare("auditEvents", { id: answered.id, touched: answered.id, report } as Stored, answered);
    }
  }
}

/** Every audit event that the subgraph has between two ids, the second one included. */
export async function auditEventsBetween(
  ask: AskIndex,
  { after, upTo, block }: { after: string; upTo: string; block: number },
): Promise<readonly Answered[]> {
  const all: Answered[] = [];
  for await (const answered of everyEntity(ask, "auditEvents", block, { after, upTo })) all.push(answered);
  return all;
}

/** Compares audit events with all that the subgraph has in their place. */
export function* compareAuditEvents(
  events: readonly AuditEvent[],
  answered: readonly Answered[],
  { stopsAhead }: Book,
): Generator<Difference> {
  const expected = new Map(events.map((event) => [event.id, event]));
  const met = new Set(answered.map(({ id }) => id));
  for (const each of answered) {
    const event = expected.get(each.id);
    // Compared in the end, see `compareStopsAhead`.
    const isAhead = event !== undefined && stopsAhead.has(event.id);
    yield* compare("auditEvents", event, isAhead ? { ...each, report: event.report } : each);
  }
  for (const event of events) if (!met.has(event.id)) yield* compare("auditEvents", event, undefined);
}

async function* everyEntity(
  ask: AskIndex,
  list: EntityList,
  block: number,
  { after, upTo }: { after: string; upTo: string | null } = { after: "", upTo: null },
): AsyncGenerator<Answered> {
  const end = upTo === null ? "" : ", id_lte: $upTo";
  const type = list === "hospitals" || list === "networks" ? "ID" : "Bytes";
  const given = upTo === null ? "" : `, $upTo: ${type}!`;
  const query = `query Audit($block: Int!, $after: ${type}!${given}) {
    ${list}(block: { number: $block }, first: ${PAGE}, orderBy: id, orderDirection: asc, where: { id_gt: $after${end} }) {
      ${INDEX_FIELDS[list]}
    }
  }`;
  let last = after || (type === "ID" ? "" : "0x");
  for (;;) {
    const variables = { block, after: last, ...(upTo !== null && { upTo }) };
    const answer = (await ask(query, variables)) as Record<string, unknown>;
    const page = answer?.[list];
    if (!Array.isArray(page) || !page.every(isAnswered)) throw new MalformedIndexError(list);
    yield* page;
    const newest = page.at(-1)?.id;
    if (newest === undefined || page.length < PAGE) return;
    // Whoever answers the same page again would be asked for ever.
    if (newest === last) throw new MalformedIndexError(list);
    last = newest;
  }
}

function* compare(
  list: EntityList,
  expected: Stored | undefined,
  answered: Answered | undefined,
): Generator<Difference> {
  const kind = kindOf(list);
  const about = "index" as const;
  if (!expected) {
    yield { about, what: `${kind} ${answered?.id}: the index has it, and no log says so.`, place: null };
    return;
  }
  const place = { ...placeOfEvent(expected.touched), transaction: null };
  if (!answered) {
    yield { about, what: `${kind} ${expected.id}: the index does not have it.`, place };
    return;
  }
  for (const [field, value] of Object.entries(expected)) {
    // Who sent a transaction is not always asked for.
    if (field === "touched" || (field === "sender" && value === null)) continue;
    const given = inForm(field, value, answered[field]);
    if (JSON.stringify(given) === JSON.stringify(value)) continue;
    const what = `${kind} ${expected.id}: the index says ${field} is ${told(given)}, the logs say ${told(value)}.`;
    yield { about, what, place };
  }
}

/** An answered field in the form in which the ledger keeps it. */
function inForm(field: string, expected: unknown, answered: unknown): unknown {
  if (answered === null || answered === undefined) return null;
  if (typeof answered === "object" && "id" in answered) return answered.id;
  if (typeof answered === "string" && LONG_BYTES.includes(field)) return shortened(lower(answered));
  // Numbers too long for JSON come as text.
  if (typeof answered === "string" && typeof expected === "number" && /^\d+$/.test(answered)) return Number(answered);
  if (typeof answered === "string" && expected === null && /^\d+$/.test(answered)) return Number(answered);
  return answered;
}

function kindOf(list: EntityList): string {
  const singular = list === "recoveries" ? "recovery" : list.slice(0, -1);
  return singular.charAt(0).toUpperCase() + singular.slice(1);
}

function isAnswered(entity: unknown): entity is Answered {
  return typeof entity === "object" && entity !== null && "id" in entity && typeof entity.id === "string";
}

/** The subgraph answered something else than it should. */
export class MalformedIndexError extends Error {
  override name = "MalformedIndexError";
  constructor(list: string) {
    super(`The index's answer about "${list}" makes no sense. Is this the address of Chartkey's subgraph?`);
  }
}
