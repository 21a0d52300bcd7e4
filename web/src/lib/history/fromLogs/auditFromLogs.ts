import { DEFAULT_ADMIN_ROLE } from "@chartkey/protocol/role-id";
import { purposeOfIndex } from "@chartkey/protocol/purpose";
import type { ChartId } from "@chartkey/protocol/chart";
import type { ReportId } from "@chartkey/protocol/report-id";
import { concat, getAddress, isAddressEqual, toHex, type Address, type Hex } from "viem";
import type { ChainAccess } from "../../chain/chainAccess.ts";
import type { AuditEvent, EventFilter, EventName, EventPage, KnownAccount } from "../auditEvents.ts";
import { retractionReasonOf } from "../retractionReason.ts";
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
  const added = new Set<ReportId>();
  const remarks = new Set<string>();
  const grants = new Map<string, AuditEvent["grant"]>();
  const requests = new Map<string, AuditEvent["requestedFor"]>();
  const replacing = new Map<Hex, { account: Address; replaced: Address }>();
  const recovering = new Map<ChartId, Address>();

  return events.map((event) => {
    if (event.eventName === "ReportAdded") added.add(event.args.report);
    if (event.eventName === "ReplacementStarted") {
      replacing.set(event.args.licenceTag, { account: event.args.newSubject, replaced: event.args.oldSubject });
    }
    if (event.eventName === "RecoveryStarted") recovering.set(event.args.chart, event.args.newHolder);
    const change = isAboutReplacement(event) ? replacing.get(event.args.licenceTag) : undefined;
    const cancelled = event.eventName === "RecoveryCancelled" ? recovering.get(event.args.chart) : undefined;
    const { actor, account, chart, report, hospital, role }: References = {
      ...(change && { account: change.account }),
      ...(cancelled && { account: cancelled }),
      ...referencesOf(event),
    };

    let isNewLock = false;
    if (event.eventName === "RemarkAdded") {
      const remark = `${event.args.report}:${event.args.commitment}`;
      isNewLock = remarks.has(remark);
      remarks.add(remark);
    }

    // The pair that consents to one report, or to all of the chart, are about.
    const pair = `${report ?? chart}:${account}`;
    if (event.eventName === "ConsentGranted" || event.eventName === "StandingConsentGranted") {
      const { expiry, purpose } = event.args;
      grants.set(pair, { expiry: Number(expiry), purpose: purposeOfIndex(purpose) ?? "OTHER" });
    }
    if (event.eventName === "ConsentRequested") {
      requests.set(pair, purposeOfIndex(event.args.purpose) ?? "OTHER");
    }
    return {
      id: concat([toHex(event.blockNumber, { size: 8 }), toHex(event.logIndex, { size: 4 })]),
      name: event.eventName as EventName,
      actor: actor ? known(actor) : null,
      account: account ? known(account) : null,
      chart: chart
        ? { id: chart, holder: names.holder(chart), formerHolders: names.holders(chart).slice(0, -1) }
        : null,
      // A stop may name a report that is not there.
      report: report && added.has(report) ? report : null,
      hospital: hospital ? names.hospital(hospital) : null,
      role: role ? roleKind(role) : null,
      grant: isAboutConsent(event) ? (grants.get(pair) ?? null) : null,
      requestedFor: isAboutRequest(event) ? (requests.get(pair) ?? null) : null,
      isNewLock,
      reason: event.eventName === "ReportRetracted" ? retractionReasonOf(event.args.reason) : null,
      replaced: change ? known(change.replaced) : null,
      dueAt:
        event.eventName === "RecoveryStarted" || event.eventName === "ReplacementStarted"
          ? Number(event.args.readyAt)
          : null,
      block: Number(event.blockNumber),
      timestamp: event.at,
      transaction: event.transactionHash,
    };
  });
}

/** By their value in `IReports.Reason`, of which the first, none, is refused. */

type Named<Name extends RecordEvent["eventName"]> = Extract<RecordEvent, { eventName: Name }>;

const isAboutReplacement = (
  event: RecordEvent,
): event is Named<"ReplacementStarted" | "ReplacementVetoed" | "VetoOverruled"> =>
  ["ReplacementStarted", "ReplacementVetoed", "VetoOverruled"].includes(event.eventName);

const isAboutConsent = ({ eventName }: RecordEvent) =>
  ["ConsentGranted", "ConsentStopped", "StandingConsentGranted", "EverythingStopped"].includes(eventName);

const isAboutRequest = ({ eventName }: RecordEvent) => ["ConsentRequested", "RequestDeclined"].includes(eventName);

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
      return { actor: event.args.actor, hospital: event.args.hospital };
    case "RoleGranted":
    case "RoleRevoked":
      return { actor: event.args.sender, account: event.args.account, ...roleOf(event.args.role) };
    case "RoleGrantScheduled":
    case "RoleGrantCancelled":
      return { actor: event.args.actor, account: event.args.account, ...roleOf(event.args.role) };
    case "DefaultAdminTransferScheduled":
      return { account: event.args.newAdmin, role: DEFAULT_ADMIN_ROLE };
    case "DefaultAdminTransferCanceled":
    case "DefaultAdminDelayChangeScheduled":
    case "DefaultAdminDelayChangeCanceled":
      return { role: DEFAULT_ADMIN_ROLE };
    case "Paused":
    case "Unpaused":
    case "ReplacementVetoed":
    case "VetoOverruled":
      return { actor: event.args.actor };
    case "PatientRegistered":
      return { actor: event.args.holder, account: event.args.holder, chart: event.args.chart };
    case "SignaturesCancelled":
    case "RecoveryCancelled":
      return { actor: event.args.actor, chart: event.args.chart };
    case "RecoveryStarted":
      return { actor: event.args.actor, account: event.args.newHolder, chart: event.args.chart };
    case "ChartRecovered":
      return { account: event.args.newHolder, chart: event.args.chart };
    case "AuthoriserProposed":
    case "AuthoriserReplaced":
      return { actor: event.args.actor, account: event.args.authoriser, chart: event.args.chart };
    case "KeyPublished":
    case "OwnCapsulesPublished":
      return { actor: event.args.account, account: event.args.account };
    case "DoctorAttested":
      return { actor: event.args.subject, account: event.args.subject };
    case "AttestationRevoked":
      return { actor: event.args.actor, account: event.args.subject };
    case "ReplacementStarted":
      return { actor: event.args.newSubject, account: event.args.newSubject };
    case "AttesterDisavowed":
      return { actor: event.args.actor, account: event.args.attester };
    case "CareAsked":
    case "CareAccepted":
    case "CareSuspended":
    case "CareResumed":
    case "CareEnded":
      return { actor: event.args.actor, chart: event.args.chart, hospital: event.args.hospital };
    case "DoctorAssigned":
    case "AssignmentEnded": {
      const { actor, doctor, chart, hospital } = event.args;
      return { actor, account: doctor, chart, hospital };
    }
    case "ReportAdded":
    case "ReportCorrected": {
      const { actor, chart, report, hospital } = event.args;
      return { actor, chart, report, hospital };
    }
    case "ReportRekeyed":
    case "ReportRetracted":
    case "ReportErased":
    case "RemarkAdded":
      return { actor: event.args.actor, chart: event.args.chart, report: event.args.report };
    case "ConsentRequested": {
      const { doctor, chart, report } = event.args;
      return { actor: doctor, account: doctor, chart, report };
    }
    case "RequestDeclined": {
      const { actor, doctor, chart, report } = event.args;
      return { actor, account: doctor, chart, report };
    }
    case "ConsentGranted":
    case "ConsentStopped": {
      const { actor, grantee, chart, report } = event.args;
      return { actor, account: grantee, chart, report };
    }
    case "StandingConsentGranted":
    case "EverythingStopped":
      return { actor: event.args.actor, account: event.args.grantee, chart: event.args.chart };
    case "CapsulesPublished":
      return { actor: event.args.actor, account: event.args.recipient, chart: event.args.chart };
    // Neither is ever emitted.
    case "EIP712DomainChanged":
    case "RoleAdminChanged":
      return {};
  }
}

function roleOf(role: Hex): Pick<References, "role" | "hospital"> {
  const hospital = roleHospital(role);
  return { role, ...(hospital !== null && { hospital }) };
}
