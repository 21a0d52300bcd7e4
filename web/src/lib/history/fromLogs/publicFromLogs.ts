import { purposeOfIndex } from "@chartkey/protocol/purpose";
import type { ReportId } from "@chartkey/protocol/report-id";
import { concat, getAddress, toHex, type Address } from "viem";
import type { PublicAccount, Verification } from "../publicAccount.ts";
import type { PublicGrant, PublicReport } from "../publicReport.ts";
import { RecordNames, type RecordEvent } from "./recordEvents.ts";

/** What the record says of an account; null when it says nothing. See [Note: lists without the index]. */
export function publicAccountFromLogs(events: readonly RecordEvent[], account: Address): PublicAccount | null {
  const address = getAddress(account);
  const found: PublicAccount = { address, chart: null, key: null, verifications: [] };
  const verifications: Verification[] = [];
  let mentioned = false;
  for (const event of events) {
    mentioned ||= Object.values(event.args).includes(address);
    if (event.eventName === "PatientRegistered" && event.args.holder === address) {
      found.chart = { id: event.args.chart, registeredAt: event.at };
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
    }
  }
  return mentioned ? { ...found, verifications } : null;
}

/** What the record says of a report; null when there is none. See [Note: lists without the index]. */
export function publicReportFromLogs(events: readonly RecordEvent[], id: ReportId): PublicReport | null {
  const names = new RecordNames(events);
  let report: PublicReport | null = null;
  const grants: PublicGrant[] = [];
  const running = new Map<Address, PublicGrant>();
  for (const event of events) {
    if (!("report" in event.args) || event.args.report !== id) continue;
    const { at, transactionHash: transaction } = event;
    if (event.eventName === "ReportAdded") {
      const { chart, author, hospital, commitment, payload } = event.args;
      report = {
        id,
        chart,
        holder: names.holder(chart),
        doctor: author === chart ? null : names.doctor(getAddress(author)),
        hospital: hospital === 0 ? null : names.hospital(hospital),
        addedAt: at,
        transaction,
        commitment,
        payload,
        grants: [],
      };
    } else if (event.eventName === "ConsentGranted") {
      const { grantee, expiry, purpose, counter } = event.args;
      end(running.get(grantee), at, "replaced", event);
      const grant: PublicGrant = {
        id: concat([id, grantee, toHex(counter, { size: 4 })]),
        grantee: names.doctor(grantee),
        purpose: purposeOfIndex(purpose) ?? "OTHER",
        since: at,
        expiry: Number(expiry),
        ended: null,
        transaction,
      };
      running.set(grantee, grant);
      grants.unshift(grant);
    } else if (event.eventName === "ConsentStopped") {
      end(running.get(event.args.grantee), at, "stopped", event);
      running.delete(event.args.grantee);
    }
  }
  return report && { ...report, grants };
}

function end(grant: PublicGrant | undefined, at: number, why: "stopped" | "replaced", event: RecordEvent): void {
  if (grant) grant.ended = { at, why, transaction: event.transactionHash };
}
