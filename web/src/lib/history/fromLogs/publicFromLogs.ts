import { purposeOfIndex } from "@chartkey/protocol/purpose";
import type { ChartId } from "@chartkey/protocol/chart";
import type { ReportId } from "@chartkey/protocol/report-id";
import { concat, getAddress, toHex, type Address } from "viem";
import { grantsOf } from "../grantsOf.ts";
import type { PublicAccount, Verification } from "../publicAccount.ts";
import type { PublicGrant, PublicReport, PublicVersion } from "../publicReport.ts";
import { RecordNames, type RecordEvent } from "./recordEvents.ts";

/** What the record says of an account; null when it says nothing. See [Note: lists without the index]. */
export function publicAccountFromLogs(events: readonly RecordEvent[], account: Address): PublicAccount | null {
  const address = getAddress(account);
  const found: PublicAccount = { address, chart: null, key: null, verifications: [] };
  const verifications: Verification[] = [];
  const registeredAt = new Map<ChartId, number>();
  let mentioned = false;
  for (const event of events) {
    mentioned ||= Object.values(event.args).includes(address);
    if (event.eventName === "PatientRegistered") {
      registeredAt.set(event.args.chart, event.at);
      if (event.args.holder === address) found.chart = { id: event.args.chart, registeredAt: event.at };
    } else if (event.eventName === "ChartRecovered") {
      const { chart: id, newHolder, oldHolder } = event.args;
      if (newHolder === address) found.chart = { id, registeredAt: registeredAt.get(id) ?? event.at };
      if (oldHolder === address) found.chart = null;
    } else if (event.eventName === "KeyPublished" && event.args.account === address) {
      found.key = { version: event.args.version, publishedAt: event.at };
    } else if (event.eventName === "DoctorAttested" && event.args.subject === address) {
      const { professionalName, specialty, attester, validUntil, issuedAt } = event.args;
      verifications.unshift({
        id: concat([address, toHex(issuedAt, { size: 8 })]),
        name: professionalName,
        specialty,
        verifier: attester,
        since: event.at,
        validUntil: Number(validUntil),
        revokedAt: null,
        transaction: event.transactionHash,
      });
    } else if (event.eventName === "AttestationRevoked" && event.args.subject === address) {
      const [newest] = verifications;
      if (newest) newest.revokedAt = event.at;
    } else if (event.eventName === "AttesterDisavowed") {
      const { attester, since } = event.args;
      for (const each of verifications) {
        if (each.verifier === attester && each.since >= since) each.revokedAt ??= event.at;
      }
    }
  }
  return mentioned ? { ...found, verifications } : null;
}

/** What the record says of a report; null when there is none. See [Note: lists without the index]. */
export function publicReportFromLogs(events: readonly RecordEvent[], id: ReportId): PublicReport | null {
  const names = new RecordNames(events);
  const chart = id.slice(0, 42) as ChartId;
  let report: PublicReport | null = null;
  const versions: PublicVersion[] = [];
  const grants: PublicGrant[] = [];
  const running = new Map<string, PublicGrant>();

  /** A newer grant, of the report or of all, ends the one before it for the same doctor. */
  function grant(event: Extract<RecordEvent, { eventName: "ConsentGranted" | "StandingConsentGranted" }>): void {
    const isStanding = event.eventName === "StandingConsentGranted";
    const { grantee, expiry, purpose, counter } = event.args;
    const key = `${isStanding}:${grantee}`;
    end(running.get(key), "replaced", event);
    const given: PublicGrant = {
      id: concat([isStanding ? chart : id, grantee, toHex(counter, { size: 4 })]),
      grantee: names.doctor(grantee),
      isStanding,
      purpose: purposeOfIndex(purpose) ?? "OTHER",
      since: event.at,
      expiry: Number(expiry),
      ended: null,
      transaction: event.transactionHash,
    };
    running.set(key, given);
    grants.unshift(given);
  }

  function stop(key: string, why: "stopped" | "everything-stopped", event: RecordEvent): void {
    end(running.get(key), why, event);
    running.delete(key);
  }

  for (const event of events) {
    const { eventName, at, transactionHash: transaction } = event;
    if (eventName === "StandingConsentGranted" && event.args.chart === chart) grant(event);
    if (eventName === "EverythingStopped" && event.args.chart === chart) {
      for (const isStanding of [false, true]) stop(`${isStanding}:${event.args.grantee}`, "everything-stopped", event);
    }
    if (!("report" in event.args) || event.args.report !== id) continue;
    if (eventName === "ReportAdded") {
      const { author, hospital, commitment, payload, explicitOnly } = event.args;
      versions.push({ version: 1, at, transaction, commitment });
      report = {
        id,
        chart,
        holder: names.holder(chart),
        doctor: author === chart ? null : names.doctor(getAddress(author)),
        hospital: hospital === 0 ? null : names.hospital(hospital),
        addedAt: at,
        transaction,
        retractedAt: null,
        erasedAt: null,
        explicitOnly,
        versions,
        epoch: 1,
        payload,
        grants: [],
      };
    } else if (eventName === "ReportCorrected" && report) {
      const { version, commitment, payload } = event.args;
      versions.push({ version, at, transaction, commitment });
      report.payload = payload;
    } else if (eventName === "ReportRekeyed" && report) {
      report.epoch = event.args.epoch;
      report.payload = event.args.payloads.at(-1) ?? report.payload;
    } else if (eventName === "ReportRetracted" && report) {
      report.retractedAt = at;
    } else if (eventName === "ReportErased" && report) {
      report.erasedAt = at;
    } else if (eventName === "ConsentGranted") {
      grant(event);
    } else if (eventName === "ConsentStopped") {
      stop(`false:${event.args.grantee}`, "stopped", event);
    }
  }
  return report && { ...report, grants: grantsOf(report, grants) };
}

function end(
  grant: PublicGrant | undefined,
  why: "stopped" | "everything-stopped" | "replaced",
  { at, transactionHash: transaction }: RecordEvent,
): void {
  if (grant) grant.ended = { at, why, transaction };
}
