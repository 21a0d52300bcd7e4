import { attestationEvents } from "./attestation-events.ts";
import { accountAt, auditEventAt, emptyBook, lower, must, type Book, type Contracts } from "./book.ts";
import { careEvents } from "./care-events.ts";
import { chartEvents } from "./chart-events.ts";
import { consentEvents } from "./consent-events.ts";
import type { AuditEvent } from "./entities.ts";
import type { Handlers } from "./handlers.ts";
import { eventOf, type EventName, type RawLog } from "./raw-log.ts";
import { reportEvents } from "./report-events.ts";
import { roleEvents } from "./role-events.ts";
import type { Breach } from "./rules.ts";

/** Never emitted: the role tree and the domains are fixed. */
type Impossible = "RoleAdminChanged" | "EIP712DomainChanged";

const handlers: Handlers<Exclude<EventName, Impossible>> = {
  ...roleEvents,
  ...chartEvents,
  ...attestationEvents,
  ...careEvents,
  ...reportEvents,
  ...consentEvents,
};

/** What folding one log gave: how it looks in the list of all logs, and the rules that it breaks. */
export type Folded = { audit: AuditEvent; breaches: readonly Breach[] };

/**
 * [Note: the ledger] What an auditor knows: every log of both contracts from the first, in order, and nothing else. Each is held
 * against the rules, and all of them are folded into the state that they imply, in the form of the subgraph's entities, so that it
 * can be compared with the contracts and with the subgraph. Nothing that a log says is believed without its rule, and a log that
 * breaks one is folded all the same: the differences that follow from it are differences too.
 *
 * The state grows with what exists, a few hundred bytes for each thing, and logs themselves are not kept.
 */
export type Ledger = {
  book: Book;
  /** How many logs there were. */
  count: number;
};

export function openLedger(contracts: Contracts): Ledger {
  return { book: emptyBook(contracts), count: 0 };
}

/** Folds the next log. */
export function fold(ledger: Ledger, log: RawLog): Folded {
  const { book } = ledger;
  const { block, logIndex, transaction, timestamp } = log;
  const contract = lower(log.address) === book.contracts.registry ? "registry" : "records";
  const event = eventOf(contract, log);
  const place = { block, logIndex, transaction };
  const name = event?.name ?? "unknown";
  const isInOrder = auditEventAt(place, name, "", 0).id > book.at;

  book.breaches = [];
  book.audit = auditEventAt(place, name, lower(log.address), timestamp);
  book.at = book.audit.id;
  book.now = timestamp;
  book.place = { ...place, event: name };
  if (log.sender !== null) book.audit.sender = accountAt(book, log.sender);
  must(book, isInOrder, "EveryEventIsKnown", "the log comes again, or after a later one");
  holdPromise(book, name);

  const handle = event && (handlers as Partial<Record<EventName, (book: Book, args: never) => void>>)[event.name];
  if (handle) handle(book, event.args as never);
  else must(book, false, "EveryEventIsKnown", "there is an event that the contracts do not have");
  ledger.count++;
  return { audit: book.audit, breaches: book.breaches };
}

/** What is still owed when no log follows. */
export function endOfLogs({ book }: Ledger): readonly Breach[] {
  book.breaches = [];
  holdPromise(book, "");
  return book.breaches;
}

/** A log may have needed the next one of its transaction to be rightful. */
function holdPromise(book: Book, name: string): void {
  const { promised } = book.memory;
  if (!promised) return;
  book.memory.promised = null;
  const { next, rule, otherwise, event, block, logIndex, transaction } = promised;
  if (name === next && transaction === book.place.transaction) return;
  book.breaches.push({ rule, otherwise, event, block, logIndex, transaction });
}
