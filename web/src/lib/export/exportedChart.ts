import type { Address, Hex } from "viem";

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

export type ExportedRemark = { author: string; at: string; text: string; commitment: Hex; transaction: Hex };

/** Times are ISO 8601. */
export type ExportedReport = {
  report: Hex;
  title: string;
  type: string;
  /** The document's own date. */
  date: string;
  addedBy: string;
  addedAt: string;
  status: string;
  transaction: Hex;
  versions: readonly ExportedVersion[];
  remarks: readonly ExportedRemark[];
};

export type ExportedConsent = {
  reader: string;
  account: Address;
  /** Null for one of all reports. */
  report: Hex | null;
  purpose: string;
  until: string;
  stopped: boolean;
  transaction: Hex;
};

export type ExportedEvent = { at: string; what: string; transaction: Hex };

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
