import type { recordsAbi } from "@chartkey/protocol/generated/records";
import { size, type ContractEventName, type Hex, type ParseEventLogsReturnType } from "viem";

/** An event of the Records contract. */
export type RecordsEvent = ParseEventLogsReturnType<
  typeof recordsAbi,
  ContractEventName<typeof recordsAbi>,
  true
>[number];

/** What is still referred to on chain, as digests of blobs. */
export interface LiveReferences {
  /** Everything, the heads below included. */
  readonly digests: ReadonlySet<Hex>;
  /** For each report that is neither retracted nor erased, the heads of its payloads and remarks: each names parts in turn. */
  readonly heads: ReadonlyMap<Hex, readonly Hex[]>;
}

/** What a remark says is committed to once; with a report's new lock it is added again under the same commitment. */
interface Remark {
  commitment: Hex;
  epoch: number;
  payload: Hex;
}

interface Report {
  /** The payload of each version, under the present epoch. */
  payloads: readonly Hex[];
  remarks: readonly Remark[];
  capsules: readonly Hex[];
  isGone: boolean;
}

/** Capsules inside an event are longer; a field of this size is the digest of a stored bundle. */
const DIGEST_LENGTH = 32;

/**
 * Reads off events, oldest first, which blobs something live refers to: present payloads, remarks under their newest
 * lock and all capsules of reports that are neither retracted nor erased, and capsules that belong to a chart or an account.
 * Payloads from before a rekeying are not live: that is what rekeying is for.
 */
export function liveReferences(events: readonly RecordsEvent[]): LiveReferences {
  const reports = new Map<Hex, Report>();
  const apart: Hex[] = [];
  const change = (report: Hex, changes: (before: Report) => Partial<Report>) => {
    const before = reports.get(report) ?? { payloads: [], remarks: [], capsules: [], isGone: false };
    reports.set(report, { ...before, ...changes(before) });
  };
  const addCapsules = (report: Hex, capsules: Hex) =>
    change(report, (before) => ({ capsules: [...before.capsules, capsules] }));

  for (const { eventName, args } of events) {
    switch (eventName) {
      case "ReportAdded":
      case "ReportCorrected":
        change(args.report, ({ payloads }) => ({ payloads: [...payloads, args.payload] }));
        addCapsules(args.report, args.capsules);
        break;
      case "ReportRekeyed":
        change(args.report, () => ({ payloads: args.payloads }));
        addCapsules(args.report, args.capsules);
        break;
      case "RemarkAdded":
        change(args.report, ({ remarks }) => ({ remarks: [...remarks, args] }));
        addCapsules(args.report, args.capsules);
        break;
      case "ConsentGranted":
        addCapsules(args.report, args.capsules);
        break;
      case "ReportRetracted":
      case "ReportErased":
        change(args.report, () => ({ isGone: true }));
        break;
      case "StandingConsentGranted":
      case "CapsulesPublished":
      case "OwnCapsulesPublished":
        apart.push(args.capsules);
        break;
      default:
    }
  }
  const live = [...reports].filter(([, { isGone }]) => !isGone);
  const heads = new Map(live.map(([id, { payloads, remarks }]) => [id, [...payloads, ...underNewestLock(remarks)]]));
  const capsules = [...apart, ...live.flatMap(([, report]) => report.capsules)];
  const stored = capsules.filter((field) => size(field) === DIGEST_LENGTH);
  return { digests: new Set([...[...heads.values()].flat(), ...stored]), heads };
}

/** A payload gives way only to one of the same commitment and a later epoch: repeating a remark, without a new lock, ends nothing. */
function underNewestLock(remarks: readonly Remark[]): Hex[] {
  return remarks
    .filter(
      (remark) => !remarks.some(({ commitment, epoch }) => commitment === remark.commitment && epoch > remark.epoch),
    )
    .map(({ payload }) => payload);
}
