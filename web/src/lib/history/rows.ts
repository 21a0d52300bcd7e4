import type { ChartId } from "@chartkey/protocol/chart";
import type { PurposeCode } from "@chartkey/protocol/purpose";
import type { Author, ReportId } from "@chartkey/protocol/report-id";
import type { Address, Hex } from "viem";
import type { NamedDoctor } from "./namedDoctor.ts";

/** Times are Unix seconds, as on chain. `transaction` is the one that made the row. */
type Row = { at: number; transaction: Hex };

export type ReportRow = Row & {
  report: ReportId;
  chart: ChartId;
  author: Author;
  /** The account that added it, and made its capsules. */
  actor: Address;
  /** Null for what patients add themselves. */
  doctor: NamedDoctor | null;
  hospital: number | null;
  /** How often it was locked anew: 1 when added. */
  epoch: number;
  commitment: Hex;
  /** SHA-256 of the payload's head block. */
  payload: Hex;
  /** A capsule bundle, or the 32-byte SHA-256 of a stored one. */
  capsules: Hex;
  holderKeyVersion: number;
  explicitOnly: boolean;
};

/** The patient's latest decision about one report and one doctor, with the newest grant's terms. */
export type ConsentRow = Row & {
  report: ReportId;
  chart: ChartId;
  grantee: NamedDoctor;
  stopped: boolean;
  /** Last second; zero when nothing is granted. */
  expiry: number;
  purpose: PurposeCode;
  counter: number;
  /** Capsules of the newest grant, stopped or not; null if there never was one. */
  capsules: Hex | null;
  /** Who made them; null if there never was a grant. */
  granter: Address | null;
  granteeKeyVersion: number;
  /** When the newest grant was made; null if there never was one. */
  grantedAt: number | null;
};

export type RemarkRow = Row & {
  id: string;
  report: ReportId;
  chart: ChartId;
  author: Address;
  epoch: number;
  commitment: Hex;
  payload: Hex;
  capsules: Hex;
};

export type CareStatus = "ASKED" | "ACCEPTED" | "ENDED";

export type CareRow = Row & {
  chart: ChartId;
  holder: Address;
  hospital: number;
  status: CareStatus;
  askedAt: number;
  acceptedAt: number | null;
  endedAt: number | null;
};

export type AssignmentRow = Row & {
  chart: ChartId;
  doctor: NamedDoctor;
  hospital: number;
  assignedAt: number;
  /** When it was ended, by itself or with the care it belongs to; null when neither. */
  endedAt: number | null;
};
