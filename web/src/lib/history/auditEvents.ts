import type { ChartId } from "@chartkey/protocol/chart";
import type { PurposeCode } from "@chartkey/protocol/purpose";
import type { ReportId } from "@chartkey/protocol/report-id";
import type { ResultOf, VariablesOf } from "gql.tada";
import { getAddress, type Address, type Hex } from "viem";
import type { Hospital } from "../chain/who.ts";
import { everyPage, PAGE_SIZE } from "./everyPage.ts";
import { readFormerHolders } from "./formerHolders.ts";
import { graphql } from "./graphql.ts";
import type { History } from "./history.svelte.ts";
import type { RoleKind } from "./roleHistory.ts";
import { auditPageFromLogs } from "./fromLogs/auditFromLogs.ts";
import { readRecordEvents } from "./fromLogs/recordEvents.ts";
import type { RetractionReason } from "./retractionReason.ts";

/** An account with what is publicly known of it. `name` is a doctor's public name. */
export type KnownAccount = { address: Address; name: string | null; isPatient: boolean };

/** One log of one of the contracts, with what it refers to. */
export type AuditEvent = {
  /** Block number and log index, 12 bytes: ids sort as the logs do. */
  id: Hex;
  name: EventName;
  /** Who acted, by the event's own account; null for events that do not say. */
  actor: KnownAccount | null;
  /** Who sent the transaction. */
  sender: KnownAccount;
  /** Whom it is about. */
  account: KnownAccount | null;
  /** `formerHolders` held it before a recovery. */
  chart: { id: ChartId; holder: Address; formerHolders: readonly Address[] } | null;
  report: ReportId | null;
  hospital: Hospital | null;
  role: RoleKind | null;
  /** Terms of the consent, to a report or to all, that was given or ended; `expiry` in Unix seconds. */
  grant: { expiry: number; purpose: PurposeCode | "OTHER" } | null;
  /** What a doctor asks for a report for; null for events about no request. */
  requestedFor: PurposeCode | "OTHER" | null;
  /** It adds no remark, but gives one that is there a new lock; see [Note: a new lock on a remark]. False for other events. */
  isNewLock: boolean;
  /** Why its author withdrew the report; null for other events. */
  reason: RetractionReason | null;
  /** The wallet that another one is to take the place of, and its doctor; null for events about no such change. */
  replaced: KnownAccount | null;
  /** From when on a recovery or a change of wallet that began can be completed, Unix seconds; null for other events. */
  dueAt: number | null;
  block: number;
  /** Unix seconds. */
  timestamp: number;
  transaction: Hex;
};

const knownAccountFragment = graphql(`
  fragment KnownAccount on Account @_unmask {
    id
    chart {
      id
    }
    attestation {
      professionalName
    }
  }
`);

const eventsQuery = graphql(
  `
    query AuditEvents($block: Block_height!, $where: AuditEvent_filter!, $first: Int!) {
      auditEvents(block: $block, first: $first, orderBy: id, orderDirection: desc, where: $where) {
        id
        name
        actor {
          ...KnownAccount
        }
        sender {
          ...KnownAccount
        }
        account {
          ...KnownAccount
        }
        chart {
          id
          holder {
            id
          }
        }
        report {
          id
          reason
        }
        hospital {
          id
          name
        }
        role
        grant {
          expiry
          purpose
        }
        standingGrant {
          expiry
          purpose
        }
        request {
          purpose
        }
        recovery {
          readyAt
        }
        replacement {
          readyAt
          oldSubject {
            ...KnownAccount
          }
        }
        block
        timestamp
        transaction
      }
    }
  `,
  [knownAccountFragment],
);

export type EventName = ResultOf<typeof eventsQuery>["auditEvents"][number]["name"];

/** What to look for; every part narrows. `from` and `until` are Unix seconds, both included. */
export type EventFilter = {
  names?: readonly EventName[];
  account?: Address;
  report?: ReportId;
  from?: number;
  until?: number;
};

/** Newest first; `next` is where the following page begins, null when there is none. */
export type EventPage = { events: AuditEvent[]; next: Hex | null };

/** One page of the events that pass the filter: `size` of them, or fewer where the subgraph gives no more at a time. */
export function readAuditEvents(
  history: History,
  filter: EventFilter,
  before: Hex | null,
  size: number,
): Promise<EventPage> {
  return history.read(
    async (ask) => {
      // One row more than is shown tells whether there is another page.
      const first = Math.min(size + 1, PAGE_SIZE);
      const { auditEvents } = await ask(eventsQuery, { where: whereOf(filter, before), first });
      const rows = auditEvents.slice(0, first - 1);
      const formerHolders = await readFormerHolders(
        ask,
        rows.flatMap(({ chart }) => chart?.id ?? []),
      );
      const events = await withNewLocks(
        ask,
        rows.map((row) => eventOf(row, formerHolders)),
      );
      return { events, next: auditEvents.length === first ? (events.at(-1)?.id ?? null) : null };
    },
    async () => {
      const events = await readRecordEvents(history.chain);
      return auditPageFromLogs(history.chain, events, filter, before, size);
    },
  );
}

const remarksQuery = graphql(`
  query RemarkCommitments($block: Block_height!, $reports: [String!]!, $after: Bytes!, $first: Int!) {
    remarks(block: $block, first: $first, orderBy: id, where: { report_in: $reports, id_gt: $after }) {
      id
      commitment
      report {
        id
      }
    }
  }
`);

/** Tells the remarks among some events from new locks on remarks, which repeat a commitment of the same report. */
async function withNewLocks(ask: History["ask"], events: AuditEvent[]): Promise<AuditEvent[]> {
  const remarked = events.flatMap(({ name, report }) => (name === "RemarkAdded" && report ? [report] : []));
  if (remarked.length === 0) return events;
  const reports = [...new Set(remarked)];
  const remarks = await everyPage(async (after, first) => {
    return (await ask(remarksQuery, { reports, after, first })).remarks;
  });
  const isSame = Map.groupBy(remarks, ({ report, commitment }) => `${report.id}:${commitment}`);
  const locks = new Set([...isSame.values()].flatMap((same) => same.slice(1).map(({ id }) => id)));
  // The index names a remark as it names its event.
  return events.map((event) => ({ ...event, isNewLock: locks.has(event.id) }));
}

type Where = VariablesOf<typeof eventsQuery>["where"];

/** The filter as graph-node takes it: `or` only alone at its level, and every address in lower case. */
export function whereOf(filter: EventFilter, before: Hex | null): Where {
  const all: Where[] = [];
  if (before) all.push({ id_lt: before });
  if (filter.names?.length) all.push({ name_in: [...filter.names] });
  if (filter.report) all.push({ report: filter.report.toLowerCase() });
  if (filter.from !== undefined) all.push({ timestamp_gte: String(filter.from) });
  if (filter.until !== undefined) all.push({ timestamp_lte: String(filter.until) });
  if (filter.account) {
    const account = filter.account.toLowerCase();
    all.push({ or: [{ actor: account }, { account }, { sender: account }, { chart_: { holder: account } }] });
  }
  return all.length > 0 ? { and: all } : {};
}

type Row = ResultOf<typeof eventsQuery>["auditEvents"][number];

function eventOf(row: Row, formerHolders: (chart: ChartId) => readonly Address[]): AuditEvent {
  const grant = row.grant ?? row.standingGrant;
  const begun = row.name === "RecoveryStarted" || row.name === "ReplacementStarted";
  const due = row.recovery ?? row.replacement;
  return {
    id: row.id,
    name: row.name,
    actor: row.actor && knownAccount(row.actor),
    sender: knownAccount(row.sender),
    account: row.account && knownAccount(row.account),
    chart: row.chart && {
      id: row.chart.id,
      holder: getAddress(row.chart.holder.id),
      formerHolders: formerHolders(row.chart.id),
    },
    report: row.report?.id ?? null,
    hospital: row.hospital && { id: Number(row.hospital.id), name: row.hospital.name },
    role: row.role,
    grant: grant && { expiry: Number(grant.expiry), purpose: grant.purpose },
    requestedFor: row.request?.purpose ?? null,
    isNewLock: false,
    reason: row.name === "ReportRetracted" ? (row.report?.reason ?? null) : null,
    replaced: row.replacement && knownAccount(row.replacement.oldSubject),
    dueAt: begun && due ? Number(due.readyAt) : null,
    block: Number(row.block),
    timestamp: Number(row.timestamp),
    transaction: row.transaction,
  };
}

function knownAccount({ id, chart, attestation }: Row["sender"]): KnownAccount {
  return { address: getAddress(id), name: attestation?.professionalName ?? null, isPatient: chart !== null };
}
