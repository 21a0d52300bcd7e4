import type { PurposeCode } from "@chartkey/protocol/purpose";
import type { Address, Hex } from "viem";
import type { Disclosure, Ending } from "../disclosures/disclosures.ts";
import type { ReportStatus } from "../history/rows.ts";
import type { StandingAnswer } from "../words/isDisputed.ts";
import type { RemarkKind } from "../words/remarkKind.ts";

/** A version of a report in an export: its document, or why there is none. */
export type ExportedVersion = {
  version: number;
  /** Where its document is in the archive; null when it could not be opened. */
  file: string | null;
  /** Why it could not be opened, in a sentence; null when it was. */
  problem: string | null;
  /** What its author committed to, and what the commitment is made from; see the specification of the protocol. */
  proof: { commitment: Hex; payload: Hex; metadata: string | null; blinding: Hex | null };
};

/** `kind` is what it is besides its words: only the patient's own is more than a remark. */
export type ExportedRemark = {
  author: string;
  at: string;
  kind: RemarkKind;
  text: string;
  commitment: Hex;
  transaction: Hex;
};

/** Times are ISO 8601 in UTC. */
export type ExportedReport = {
  report: Hex;
  title: string;
  /** What such a document is called. */
  type: string;
  /** The document's own date, as "2026-11-12"; null when it could not be opened. */
  date: string | null;
  addedBy: string;
  /** The patient added it. */
  isOwn: boolean;
  addedAt: string;
  status: ReportStatus;
  /** When it was withdrawn or erased; null while it is live. */
  endedAt: string | null;
  /** Whether the patient accepts or disputes the newest version; null when they said neither. */
  answer: StandingAnswer | null;
  transaction: Hex;
  versions: readonly ExportedVersion[];
  remarks: readonly ExportedRemark[];
};

/** A span in which somebody could read. Times are ISO 8601 in UTC. See [Note: an accounting of disclosures]. */
export type ExportedConsent = {
  reader: string;
  specialty: string;
  account: Address;
  /** Null for all reports. */
  report: Hex | null;
  basis: Disclosure["why"];
  /** HL7 PurposeOfUse; null for an author. */
  purpose: PurposeCode | null;
  from: string;
  /** Null without an end. */
  until: string | null;
  /** What ended it before that. */
  ended: { at: string; why: Ending; transaction: Hex } | null;
  /** Null when the reader had not asked. */
  askedAt: string | null;
  /** Reports that a consent to all of them did not open. */
  without: readonly { report: Hex; from: string; until: string | null }[];
  transaction: Hex;
};

/** `report` is the one that it is about; null for other events. */
export type ExportedEvent = { at: string; what: string; report: Hex | null; transaction: Hex };

/** Everything in an export but the documents themselves. */
export type ExportedChart = {
  exportedAt: string;
  network: { chainId: number; registry: Address; records: Address };
  chart: Hex;
  holder: Address;
  reports: readonly ExportedReport[];
  consents: readonly ExportedConsent[];
  history: readonly ExportedEvent[];
};
