import type { ChartId } from "@chartkey/protocol/chart";
import type { PurposeCode } from "@chartkey/protocol/purpose";
import type { ReportId } from "@chartkey/protocol/report-id";
import type { ResultOf, VariablesOf } from "gql.tada";
import { getAddress, type Address, type Hex } from "viem";
import type { Hospital } from "../chain/who.ts";
import { graphql } from "./graphql.ts";
import type { History } from "./history.svelte.ts";
import type { RoleKind } from "./roleHistory.ts";
import { auditPageFromLogs } from "./fromLogs/auditFromLogs.ts";
import { readRecordEvents } from "./fromLogs/recordEvents.ts";

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
  chart: { id: ChartId; holder: Address } | null;
  report: ReportId | null;
  hospital: Hospital | null;
  role: RoleKind | null;
  /** Terms of the consent that was given or ended; `expiry` in Unix seconds. */
  grant: { expiry: number; purpose: PurposeCode | "OTHER" } | null;
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

/** One page of the events that pass the filter. */
export function readAuditEvents(
  history: History,
  filter: EventFilter,
  before: Hex | null,
  size: number,
): Promise<EventPage> {
  return history.read(
    async (ask) => {
      // One row more than is shown tells whether there is another page.
      const { auditEvents } = await ask(eventsQuery, { where: whereOf(filter, before), first: size + 1 });
      const events = auditEvents.slice(0, size).map(eventOf);
      return { events, next: auditEvents.length > size ? (events.at(-1)?.id ?? null) : null };
    },
    async () => {
      const events = await readRecordEvents(history.chain);
      return auditPageFromLogs(history.chain, events, filter, before, size);
    },
  );
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

function eventOf(row: Row): AuditEvent {
  return {
    id: row.id,
    name: row.name,
    actor: row.actor && knownAccount(row.actor),
    sender: knownAccount(row.sender),
    account: row.account && knownAccount(row.account),
    chart: row.chart && { id: row.chart.id, holder: getAddress(row.chart.holder.id) },
    report: row.report?.id ?? null,
    hospital: row.hospital && { id: Number(row.hospital.id), name: row.hospital.name },
    role: row.role,
    grant: row.grant && { expiry: Number(row.grant.expiry), purpose: row.grant.purpose },
    block: Number(row.block),
    timestamp: Number(row.timestamp),
    transaction: row.transaction,
  };
}

function knownAccount({ id, chart, attestation }: Row["sender"]): KnownAccount {
  return { address: getAddress(id), name: attestation?.professionalName ?? null, isPatient: chart !== null };
}
