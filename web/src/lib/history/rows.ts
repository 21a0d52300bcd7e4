import type { ChartId } from "@chartkey/protocol/chart";
import type { PurposeCode } from "@chartkey/protocol/purpose";
import type { Author, ReportId } from "@chartkey/protocol/report-id";
import type { Address, Hex } from "viem";
import type { NamedDoctor } from "./namedDoctor.ts";
import type { RetractionReason } from "./retractionReason.ts";

/** Times are Unix seconds, as on chain. `transaction` is the one that made the row. */
type Row = { at: number; transaction: Hex };

/** What became of a report: withdrawn by its author, or erased by the patient; both are final. */
export type ReportStatus = "LIVE" | "RETRACTED" | "ERASED";

/** A report as its newest version, under its newest lock. `at` and `transaction` are of its first. */
export type ReportRow = Row & {
  report: ReportId;
  chart: ChartId;
  author: Author;
  /** The account that made `capsules`. */
  actor: Address;
  /** Null for what patients add themselves. */
  doctor: NamedDoctor | null;
  hospital: number | null;
  status: ReportStatus;
  /** When it was withdrawn or erased; null while it is live. */
  endedAt: number | null;
  /** Why its author withdrew it; null where they did not. */
  reason: RetractionReason | null;
  /** How often its author said what it says: 1 when added, one more with each correction. */
  version: number;
  /** When the author said it last. */
  versionAt: number;
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

/** The patient's latest decision about what one doctor may read, with the newest grant's terms. */
type DecisionRow = Row & {
  chart: ChartId;
  grantee: NamedDoctor;
  /** The patient ended it: by stopping this, or everything with the doctor. */
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

/** About one report. */
export type ConsentRow = DecisionRow & { report: ReportId };

/** About all reports of a chart, also those added later, but for those kept for explicit sharing. */
export type StandingConsentRow = DecisionRow & {
  /** The doctor's attestation generation it was given under; zero when nothing is granted. */
  attestationGeneration: number;
  /** When the patient last stopped everything with the doctor; null if never. It ends authorship of what came before. */
  everythingStoppedAt: number | null;
};

/** One lock of a remark. `actor` made its capsules: its author at first, the patient who put a new lock on it afterwards. */
export type RemarkLock = { epoch: number; payload: Hex; capsules: Hex; actor: Address };

export type RemarkRow = Row & {
  /** That of the event that added it. */
  id: Hex;
  report: ReportId;
  chart: ChartId;
  author: Address;
  /** Version of the report when it was written. */
  version: number;
  commitment: Hex;
  /** Newest first. A new lock keeps the commitment, so that whoever opens it knows that it says the same. */
  locks: readonly RemarkLock[];
};

export type CareStatus = "ASKED" | "ACCEPTED" | "SUSPENDED" | "ENDED";

export type CareRow = Row & {
  chart: ChartId;
  holder: Address;
  hospital: number;
  status: CareStatus;
  askedAt: number;
  acceptedAt: number | null;
  /** When the hospital let it rest; null while it does not. */
  suspendedAt: number | null;
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
