import { reportIdOf, type ReportId } from "@chartkey/protocol/report-id";
import { purposeIndex } from "@chartkey/protocol/purpose";
import { padHex, type Hex } from "viem";
import type { Actor } from "./actor.ts";
import { DAY, now } from "./chain.ts";

export const COMMITMENT = padHex("0xc0", { size: 32 });
export const PAYLOAD = padHex("0xba", { size: 32 });
/** A reference to a stored capsule bundle. */
export const CAPSULES = padHex("0xca", { size: 32 });

export type NewReport = {
  chart: Hex;
  hospital: number;
  commitment: Hex;
  payload: Hex;
  capsules: Hex;
  holderKeyVersion: number;
  explicitOnly: boolean;
};

/** A report that is added to `chart` under `hospital`, complete unless told otherwise. */
export function newReport(chart: Hex, hospital: number, changes: Partial<NewReport> = {}): NewReport {
  return {
    chart,
    hospital,
    commitment: COMMITMENT,
    payload: PAYLOAD,
    capsules: CAPSULES,
    holderKeyVersion: 1,
    explicitOnly: false,
    ...changes,
  };
}

/** The id of a report that `author` adds to `chart`. */
export function idOf(actor: Actor, chart: Hex, author: Hex, commitment: Hex = COMMITMENT): ReportId {
  return reportIdOf({ chainId: 31337, records: actor.records.address }, { chart, author, commitment });
}

export type Grant = {
  report: Hex;
  grantee: Hex;
  expiry: bigint;
  purpose: number;
  granteeKeyVersion: number;
  capsules: Hex;
};

/** A consent to treat for seven days, unless told otherwise. */
export async function consent(report: ReportId, grantee: Actor, changes: Partial<Grant> = {}): Promise<Grant> {
  return {
    report,
    grantee: grantee.address,
    expiry: (await now()) + 7n * DAY,
    purpose: purposeIndex("TREAT"),
    granteeKeyVersion: 1,
    capsules: CAPSULES,
    ...changes,
  };
}
