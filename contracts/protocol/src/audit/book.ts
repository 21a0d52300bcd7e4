import { keccak256, type Address, type Hex } from "viem";
import type { Account, AuditEvent, Chart, Consent, Counts, Entities, Hospital, Network, Pair } from "./entities.ts";
import { emptyEntities } from "./entities.ts";
import type { Breach, Place, Rule } from "./rules.ts";

/** The two contracts, as everything that binds them names them. */
export type Contracts = { chainId: number; registry: Address; records: Address };

/** What a log promised of the next one, in the same transaction. */
export type Promised = Place & {
  rule: Rule;
  event: string;
  otherwise: string;
  next: "AuthoriserReplaced" | "DoctorAttested";
};

/** What the rules ask for and no entity of the subgraph says. */
export type Memory = {
  defaultAdmin: string | null;
  /** Who becomes default admin from `dueAt` on; `account` null for nobody, which is how the office is given up. */
  successor: { account: string | null; dueAt: number } | null;
  /** Seconds; null until the first announcement shows it, because a deployment does not say. */
  delay: number | null;
  nextDelay: { delay: number; dueAt: number } | null;
  /** A log whose transaction must go on in a certain way. */
  promised: Promised | null;
};

/** By account: how many administrative roles, and at how many hospitals a doctor. */
export type Duties = { administrative: number; appointments: number };

/** State, and the log that is being folded into it. Only `fold` and the handlers change it. */
export type Book = {
  contracts: Contracts;
  entities: Entities;
  memory: Memory;
  duties: Map<string, Duties>;
  licences: Map<string, { subject: string; generation: number }>;
  /** By subject: when the newest attestation that was submitted was signed. */
  issuedAt: Map<string, number>;
  /** By attester: how many were accepted on the latest day of any. */
  quotas: Map<string, { day: number; used: number }>;
  /** Charts whose holder alone has cancelled a recovery and cannot again. */
  cancelledOnce: Set<string>;
  /** By report ‖ doctor: from when on the doctor may ask again. */
  askAgainAt: Map<string, number>;
  /** By audit event: the report that a stop named before it was there, or that never came. */
  stopsAhead: Map<string, string>;
  breaches: Breach[];
  /** Of the log at hand. */
  place: Place & { event: string };
  at: string;
  now: number;
  audit: AuditEvent;
};

const DAY = 86_400;
const NOBODY = "0x0000000000000000000000000000000000000000";

export function emptyBook(contracts: Contracts): Book {
  const { chainId, registry, records } = contracts;
  return {
    contracts: { chainId, registry: lower(registry), records: lower(records) },
    entities: emptyEntities(),
    memory: { defaultAdmin: null, successor: null, delay: null, nextDelay: null, promised: null },
    duties: new Map(),
    licences: new Map(),
    issuedAt: new Map(),
    quotas: new Map(),
    cancelledOnce: new Set(),
    askAgainAt: new Map(),
    stopsAhead: new Map(),
    breaches: [],
    place: { block: 0, logIndex: 0, transaction: "", event: "" },
    at: "",
    now: 0,
    audit: auditEventAt({ block: 0, logIndex: 0, transaction: "" }, "", "", 0),
  };
}

/** Notes that the log at hand breaks a rule, unless it holds. */
export function must(book: Book, holds: boolean, rule: Rule, otherwise: string): void {
  if (!holds) book.breaches.push({ rule, otherwise, ...book.place });
}

/** Saves an entity that is new or comes anew. */
export function put<Value extends { id: string; touched: string }>(
  book: Book,
  list: Map<string, Value>,
  fields: Omit<Value, "touched">,
): Value {
  const entity = { ...fields, touched: book.at } as Value;
  list.set(entity.id, entity);
  return entity;
}

/** Changes fields of an entity. */
export function change<Value extends { touched: string }>(book: Book, entity: Value, changes: Partial<Value>): void {
  Object.assign(entity, changes, { touched: book.at });
}

/** The id of an account, which is there from now on. */
export function accountAt(book: Book, address: Address | string): string {
  return fetchAccount(book, address).id;
}

export function fetchAccount(book: Book, address: Address | string): Account {
  const id = lower(address);
  const known = book.entities.accounts.get(id);
  if (known) return known;
  countOnDay(book, "accounts");
  const nothing = { key: null, chart: null, attestation: null, disavowedSince: null, disavowed: null };
  return put(book, book.entities.accounts, { id, ...nothing });
}

/** Counts one more of something on the UTC day of the log at hand. */
export function countOnDay(book: Book, what: keyof Counts): void {
  const number = Math.floor(book.now / DAY);
  const nothing = { accounts: 0, patients: 0, doctors: 0, reports: 0, requests: 0 };
  const noConsents = { consentsGiven: 0, consentsUsed: 0, consentsEnded: 0 };
  const { days } = book.entities;
  const id = u32(number);
  const day = days.get(id) ?? put(book, days, { id, start: number * DAY, ...nothing, ...noConsents });
  change(book, day, { [what]: day[what] + 1 });
}

export function fetchNetwork(book: Book): Network {
  const nothing = { pausedUntil: 0, pausing: null, handovers: 0 };
  return book.entities.networks.get("network") ?? put(book, book.entities.networks, { id: "network", ...nothing });
}

export function fetchHospital(book: Book, hospital: number): Hospital {
  const id = String(hospital);
  const nothing = { name: "", openedAt: null, opened: null };
  return book.entities.hospitals.get(id) ?? put(book, book.entities.hospitals, { id, ...nothing });
}

/** A chart; one that nobody registered, for a log that names such a chart and so breaks a rule. */
export function fetchChart(book: Book, id: string): Chart {
  const found = book.entities.charts.get(id);
  if (found) return found;
  must(book, false, "ChartsAreTheHolders", "it names a chart that nobody registered");
  return put(book, book.entities.charts, {
    id,
    holder: NOBODY,
    registeredAt: 0,
    registered: book.at,
    authoriser: NOBODY,
    proposedAuthoriser: null,
    proposedAuthoriserReadyAt: null,
    signatureEpoch: 0,
    consentEpoch: 0,
    recovery: null,
  });
}

export function fetchPair(book: Book, chart: string, grantee: string): Pair {
  const id = concatenated(chart, grantee);
  return (
    book.entities.pairs.get(id) ??
    put(book, book.entities.pairs, {
      id,
      chart,
      grantee: accountAt(book, grantee),
      generation: 0,
      expiry: 0,
      purpose: "NONE",
      counter: 0,
      attestationGeneration: 0,
      decidedAt: null,
      decided: null,
      grant: null,
    })
  );
}

/** The decision about a report and a doctor, undecided when new. */
export function fetchConsent(book: Book, report: string, chart: string, grantee: string): Consent {
  const id = concatenated(report, grantee);
  return (
    book.entities.consents.get(id) ??
    put(book, book.entities.consents, {
      id,
      report,
      chart,
      grantee,
      expiry: 0,
      purpose: "NONE",
      stopped: false,
      counter: 0,
      attestationGeneration: 0,
      pair: fetchPair(book, chart, grantee).id,
      pairGeneration: 0,
      decidedAt: 0,
      decided: book.at,
      grant: null,
    })
  );
}

export function dutiesOf(book: Book, account: string): Duties {
  return book.duties.get(account) ?? { administrative: 0, appointments: 0 };
}

/** The id of a new period of something that comes in periods, see [Note: periods] in `subgraph/src/periods.ts`. */
export function startPeriod(book: Book, periods: string): string {
  const count = (book.entities.periodCounts.get(periods)?.count ?? 0) + 1;
  put(book, book.entities.periodCounts, { id: periods, count });
  return concatenated(periods, u32(count));
}

/** The newest period of something in a list of such periods. */
export function newestPeriod<Value>(book: Book, list: Map<string, Value>, periods: string): Value | undefined {
  return list.get(concatenated(periods, u32(book.entities.periodCounts.get(periods)?.count ?? 0)));
}

/** An id made of several, which are hex. */
export function concatenated(...parts: readonly string[]): string {
  return `0x${parts.map((part) => part.slice(2)).join("")}`;
}

export function u32(value: number): string {
  return `0x${value.toString(16).padStart(8, "0")}`;
}

export function u64(value: number): string {
  return `0x${value.toString(16).padStart(16, "0")}`;
}

export function lower<Text extends string>(hex: Text): Text {
  return hex.toLowerCase() as Text;
}

/** Long bytes are kept as their digest: what is compared is whether they are the same, and memory stays small. */
export function shortened(bytes: string): string {
  return bytes.length > 66 ? `keccak256 ${keccak256(bytes as Hex)}` : bytes;
}

/** Text as the subgraph's database can keep it: without the character of number zero. */
export function storable(text: string): string {
  return text.replaceAll("\0", "");
}

/** Block number (8 bytes) ‖ log index (4 bytes). */
export function eventId({ block, logIndex }: { block: number; logIndex: number }): string {
  return concatenated(u64(block), u32(logIndex));
}

/** Where a log is, read off its id. */
export function placeOfEvent(id: string): { block: number; logIndex: number } {
  return { block: Number.parseInt(id.slice(2, 18), 16), logIndex: Number.parseInt(id.slice(18), 16) };
}

/** The audit event of a log, without what it refers to. */
export function auditEventAt(place: Place, name: string, contract: string, timestamp: number): AuditEvent {
  const id = eventId(place);
  const about = { account: null, chart: null, report: null, hospital: null, role: null };
  const parts = { grant: null, standingGrant: null, request: null, recovery: null, replacement: null };
  return { id, touched: id, name, contract, actor: null, sender: null, timestamp, ...place, ...about, ...parts };
}
