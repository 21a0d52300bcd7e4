import { purposeOfIndex } from "@chartkey/protocol/purpose";
import type { ChartId } from "@chartkey/protocol/chart";
import type { ReportId } from "@chartkey/protocol/report-id";
import { concat, getAddress, isAddressEqual, toHex, type Address, type Hex } from "viem";
import type { ChainAccess } from "../../chain/chainAccess.ts";
import type { AuditEvent, EventFilter, EventName, EventPage, KnownAccount } from "../auditEvents.ts";
import { RecordNames, type RecordEvent } from "./recordEvents.ts";
import { roleHospital, roleKind } from "./rolesFromLogs.ts";

/** What an event refers to, as the index's handlers read it off. */
type References = Partial<{
  actor: Address;
  account: Address;
  chart: ChartId;
  report: ReportId;
  hospital: number;
  role: Hex;
}>;

type Told = Omit<AuditEvent, "sender">;

/** Every event as the timeline tells it, oldest first, but for who sent it. See [Note: lists without the index]. */
export function auditFromLogs(events: readonly RecordEvent[]): Told[] {
  const names = new RecordNames(events);
  const known = (address: Address): KnownAccount => knownAccount(names, address);
  const grants = new Map<string, AuditEvent["grant"]>();

  return events.map((event) => {
    const { actor, account, chart, report, hospital, role } = referencesOf(event);
    const pair = `${report}:${account}`;
    if (event.eventName === "ConsentGranted") {
      const { expiry, purpose } = event.args;
      grants.set(pair, { expiry: Number(expiry), purpose: purposeOfIndex(purpose) ?? "OTHER" });
    }
    return {
      id: concat([toHex(event.blockNumber, { size: 8 }), toHex(event.logIndex, { size: 4 })]),
      name: event.eventName as EventName,
      actor: actor ? known(actor) : null,
      account: account ? known(account) : null,
      chart: chart ? { id: chart, holder: names.holder(chart) } : null,
      report: report ?? null,
      hospital: hospital ? names.hospital(hospital) : null,
      role: role ? roleKind(role) : null,
      grant: report && account ? (grants.get(pair) ?? null) : null,
      block: Number(event.blockNumber),
      timestamp: event.at,
      transaction: event.transactionHash,
    };
  });
}

/** One page of the events that pass the filter, newest first. */
export async function auditPageFromLogs(
  chain: ChainAccess,
  events: readonly RecordEvent[],
  filter: EventFilter,
  before: Hex | null,
  size: number,
): Promise<EventPage> {
  const names = new RecordNames(events);
  const told = auditFromLogs(events).reverse();
  // Who sent something is in no log; only a search by account has to know it of every event.
  const senders = filter.account ? await sendersOf(chain, told) : null;
  const passing = told.filter((event) => {
    if (before && event.id >= before) return false;
    return passes(event, filter, senders?.get(event.transaction));
  });
  const page = passing.slice(0, size);
  const shown = senders ?? (await sendersOf(chain, page));
  return {
    events: page.map((event) => ({ ...event, sender: knownAccount(names, shown.get(event.transaction)!) })),
    next: passing.length > size ? (page.at(-1)?.id ?? null) : null,
  };
}

/** Who sent the transactions of these events, each asked for once. */
export async function sendersOf(
  { client }: ChainAccess,
  events: readonly { transaction: Hex }[],
): Promise<Map<Hex, Address>> {
  const hashes = [...new Set(events.map(({ transaction }) => transaction))];
  const sent = await Promise.all(hashes.map((hash) => client.getTransaction({ hash })));
  return new Map(sent.map(({ hash, from }) => [hash, getAddress(from)]));
}

function passes(event: Told, filter: EventFilter, sender: Address | undefined): boolean {
  const { names, account, report, from, until } = filter;
  if (names?.length && !names.includes(event.name)) return false;
  if (report && event.report !== report.toLowerCase()) return false;
  if (from !== undefined && event.timestamp < from) return false;
  if (until !== undefined && event.timestamp > until) return false;
  if (!account) return true;
  const concerned = [event.actor?.address, event.account?.address, event.chart?.holder, sender];
  return concerned.some((address) => address && isAddressEqual(address, account));
}

function knownAccount(names: RecordNames, address: Address): KnownAccount {
  return { address, name: names.nameOf(address), isPatient: names.isPatient(address) };
}

function referencesOf(event: RecordEvent): References {
  switch (event.eventName) {
    case "HospitalOpened":
      return { hospital: event.args.hospital };
    case "RoleGranted":
    case "RoleRevoked": {
      const { role, account, sender } = event.args;
      const hospital = roleHospital(role);
      return { actor: sender, account, role, ...(hospital !== null && { hospital }) };
    }
    case "DefaultAdminTransferScheduled":
      return { account: event.args.newAdmin, role: "0x00" };
    case "PatientRegistered":
      return { actor: event.args.holder, account: event.args.holder, chart: event.args.chart };
    case "KeyPublished":
      return { actor: event.args.account, account: event.args.account };
    case "DoctorAttested":
      return { actor: event.args.subject, account: event.args.subject };
    case "AttestationRevoked":
      return { actor: event.args.actor, account: event.args.subject };
    case "CareAsked":
    case "CareAccepted":
    case "CareEnded":
      return { actor: event.args.actor, chart: event.args.chart, hospital: event.args.hospital };
    case "DoctorAssigned":
    case "AssignmentEnded": {
      const { actor, doctor, chart, hospital } = event.args;
      return { actor, account: doctor, chart, hospital };
    }
    case "ReportAdded":
    case "RemarkAdded": {
      const { actor, chart, report } = event.args;
      const hospital = "hospital" in event.args ? event.args.hospital : 0;
      return { actor, chart, report, hospital };
    }
    case "ConsentGranted":
    case "ConsentStopped": {
      const { actor, grantee, chart, report } = event.args;
      return { actor, account: grantee, chart, report };
    }
    default:
      return {};
  }
}
