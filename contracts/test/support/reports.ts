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
  consentEpoch: number;
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
    consentEpoch: 0,
    explicitOnly: false,
    ...changes,
  };
}

/** The id of a report that `author` adds to `chart`. */
export function idOf(actor: Actor, chart: Hex, author: Hex, commitment: Hex = COMMITMENT): ReportId {
  return reportIdOf({ chainId: 31337, records: actor.records.address }, { chart, author, commitment });
}

/** The new payload and words of a report's next version, complete unless told otherwise. */
export function correction(report: ReportId, hospital: number, changes: Partial<Correction> = {}): Correction {
  return {
    report,
    version: 2,
    epoch: 1,
    hospital,
    commitment: padHex("0xc2", { size: 32 }),
    payload: padHex("0xb2", { size: 32 }),
    capsules: CAPSULES,
    holderKeyVersion: 1,
    consentEpoch: 0,
    ...changes,
  };
}

export type Correction = {
  report: Hex;
  version: number;
  epoch: number;
  hospital: number;
  commitment: Hex;
  payload: Hex;
  capsules: Hex;
  holderKeyVersion: number;
  consentEpoch: number;
};

export type Share = { report: Hex; counter: number; capsules: Hex };
export type Grant = {
  grantee: Hex;
  expiry: bigint;
  purpose: number;
  granteeKeyVersion: number;
  shares: Share[];
};

/** A consent to treat for seven days to one report never decided about before, unless told otherwise. */
export async function consent(
  report: ReportId,
  grantee: Actor,
  { counter = 0, capsules = CAPSULES, ...changes }: Partial<Grant & Share> = {},
): Promise<Grant> {
  return {
    grantee: grantee.address,
    expiry: (await now()) + 7n * DAY,
    purpose: purposeIndex("TREAT"),
    granteeKeyVersion: 1,
    shares: [{ report, counter, capsules }],
    ...changes,
  };
}

export type StandingGrant = {
  chart: Hex;
  grantee: Hex;
  expiry: bigint;
  purpose: number;
  granteeKeyVersion: number;
  counter: number;
  consentEpoch: number;
  capsules: Hex;
};

/** A standing consent to treat for seven days, the first of its chart, unless told otherwise. */
export async function standingConsent(
  chart: Hex,
  grantee: Actor,
  changes: Partial<StandingGrant> = {},
): Promise<StandingGrant> {
  return {
    chart,
    grantee: grantee.address,
    expiry: (await now()) + 7n * DAY,
    purpose: purposeIndex("TREAT"),
    granteeKeyVersion: 1,
    counter: 0,
    consentEpoch: 0,
    capsules: CAPSULES,
    ...changes,
  };
}
