import type { Address, Hex, TypedDataDomain } from "viem";
import type { ChartId } from "./chart.ts";
import type { Purpose } from "./purpose.ts";
import type { RecordsLocation, ReportId } from "./report-id.ts";

/**
 * What a patient signs about consents, as EIP-712 typed data that any wallet shows like a form: a sentence first, then who, what,
 * what for and until when. The contract composes the same structs (`ConsentForms.sol`).
 *
 * Every form binds the chart's signature epoch and a deadline, the last second at which it may be sent, Unix time.
 */
type Form = { chart: ChartId; reader: Address; epoch: number; deadline: bigint };

/** `counter` is that of the report and the reader, `generation` that of the chart and the reader. `until` in Unix seconds. */
export type SharedReports = Form & {
  purpose: Purpose;
  until: bigint;
  reports: readonly { report: ReportId; counter: number; capsules: Hex }[];
  readerKeyVersion: number;
  generation: number;
};

/** `counter` is that of the chart and the reader. `until` in Unix seconds. */
export type SharedChart = Form & {
  purpose: Purpose;
  until: bigint;
  readerKeyVersion: number;
  capsules: Hex;
  consentEpoch: number;
  counter: number;
};

export type StoppedReports = Form & { reports: readonly { report: ReportId; counter: number }[] };
export type StoppedEverything = Form & { counter: number };

/** A purpose in the words that the patient signs. */
export const PURPOSE_WORDS: Record<Purpose, string> = {
  TREAT: "To treat me",
  ETREAT: "To treat me in an emergency",
  COC: "To coordinate my care",
  HPAYMT: "To settle payment",
  HRESCH: "For research",
  PATRQT: "Because I asked for it",
};

const SHARE_STATEMENT =
  "I let this reader read the reports listed here, and corrections of them, until the time given. " +
  "I can stop this at any time. Stopping cannot erase what was already seen or saved.";
const SHARE_ALL_STATEMENT =
  "I let this reader read all reports of my chart, also those added later, except those kept for explicit sharing, " +
  "until the time given. I can stop this at any time. Stopping cannot erase what was already seen or saved.";
const STOP_STATEMENT = "From now on this reader can no longer read the reports listed here.";
const STOP_EVERYTHING_STATEMENT = "From now on this reader can read none of my reports.";

export const shareReportsTypes = {
  ShareReports: [
    { name: "statement", type: "string" },
    { name: "chart", type: "bytes20" },
    { name: "reader", type: "address" },
    { name: "purpose", type: "string" },
    { name: "until", type: "uint64" },
    { name: "reports", type: "ReportShare[]" },
    { name: "readerKeyVersion", type: "uint32" },
    { name: "generation", type: "uint32" },
    { name: "epoch", type: "uint32" },
    { name: "deadline", type: "uint64" },
  ],
  ReportShare: [
    { name: "report", type: "bytes32" },
    { name: "counter", type: "uint32" },
    { name: "capsules", type: "bytes" },
  ],
} as const;
export const shareAllReportsTypes = {
  ShareAllReports: [
    { name: "statement", type: "string" },
    { name: "chart", type: "bytes20" },
    { name: "reader", type: "address" },
    { name: "purpose", type: "string" },
    { name: "until", type: "uint64" },
    { name: "readerKeyVersion", type: "uint32" },
    { name: "capsules", type: "bytes" },
    { name: "consentEpoch", type: "uint32" },
    { name: "counter", type: "uint32" },
    { name: "epoch", type: "uint32" },
    { name: "deadline", type: "uint64" },
  ],
} as const;
export const stopSharingReportsTypes = {
  StopSharingReports: [
    { name: "statement", type: "string" },
    { name: "chart", type: "bytes20" },
    { name: "reader", type: "address" },
    { name: "reports", type: "ReportStop[]" },
    { name: "epoch", type: "uint32" },
    { name: "deadline", type: "uint64" },
  ],
  ReportStop: [
    { name: "report", type: "bytes32" },
    { name: "counter", type: "uint32" },
  ],
} as const;
export const stopSharingEverythingTypes = {
  StopSharingEverything: [
    { name: "statement", type: "string" },
    { name: "chart", type: "bytes20" },
    { name: "reader", type: "address" },
    { name: "counter", type: "uint32" },
    { name: "epoch", type: "uint32" },
    { name: "deadline", type: "uint64" },
  ],
} as const;

/** The EIP-712 domain of every signature that the records contract checks. */
export function recordsDomain({ chainId, records }: RecordsLocation) {
  return { name: "Chartkey Records", version: "1", chainId, verifyingContract: records } satisfies TypedDataDomain;
}

/** Typed data that the *holder* signs, for `grantConsentsFor`. */
export function shareReports(location: RecordsLocation, { purpose, ...form }: SharedReports) {
  return {
    domain: recordsDomain(location),
    types: shareReportsTypes,
    primaryType: "ShareReports",
    message: { statement: SHARE_STATEMENT, purpose: PURPOSE_WORDS[purpose], ...form },
  } as const;
}

/** Typed data that the *holder* signs, for `grantStandingConsentFor`. */
export function shareAllReports(location: RecordsLocation, { purpose, ...form }: SharedChart) {
  return {
    domain: recordsDomain(location),
    types: shareAllReportsTypes,
    primaryType: "ShareAllReports",
    message: { statement: SHARE_ALL_STATEMENT, purpose: PURPOSE_WORDS[purpose], ...form },
  } as const;
}

/** Typed data that the *holder* or the *recovery authoriser* signs, for `stopConsentsFor`. */
export function stopSharingReports(location: RecordsLocation, form: StoppedReports) {
  return {
    domain: recordsDomain(location),
    types: stopSharingReportsTypes,
    primaryType: "StopSharingReports",
    message: { statement: STOP_STATEMENT, ...form },
  } as const;
}

/** Typed data that the *holder* or the *recovery authoriser* signs, for `stopEverythingFor`. */
export function stopSharingEverything(location: RecordsLocation, form: StoppedEverything) {
  return {
    domain: recordsDomain(location),
    types: stopSharingEverythingTypes,
    primaryType: "StopSharingEverything",
    message: { statement: STOP_EVERYTHING_STATEMENT, ...form },
  } as const;
}
