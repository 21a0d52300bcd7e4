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
  capsules: Hex;
}

interface Report {
  /** How often it was locked. */
  epoch: number;
  /** The payload of each version, under the present epoch. */
  payloads: readonly Hex[];
  remarks: readonly Remark[];
  /** Published since it was last locked, with keys of the present epoch. */
  capsules: readonly Hex[];
  /** Published before, with keys of earlier epochs. */
  formerCapsules: readonly Hex[];
  isGone: boolean;
}

const NOTHING: Report = { epoch: 1, payloads: [], remarks: [], capsules: [], formerCapsules: [], isGone: false };

/** Capsules inside an event are longer; a field of this size is the digest of a stored bundle. */
const DIGEST_LENGTH = 32;

/**
 * Reads off events, oldest first, which blobs something live refers to: present payloads, remarks under their newest
 * lock, and the capsules of both, for reports that are neither retracted nor erased; and capsules that belong to a chart or an
 * account. Payloads from before a rekeying are not live: that is what rekeying is for.
 *
 * [Note: capsules of an earlier lock] Nor are capsules from before a rekeying: their keys open payloads that are not live. They may
 * hold keys of remarks, too, and a remark may be under an earlier lock than its report, as when its patient cannot open it. As
 * long as one is, all of the report's capsules are live.
 */
export function liveReferences(events: readonly RecordsEvent[]): LiveReferences {
  const reports = new Map<Hex, Report>();
  const apart: Hex[] = [];
  const change = (report: Hex, changes: (before: Report) => Partial<Report>) => {
    const before = reports.get(report) ?? NOTHING;
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
        change(args.report, ({ capsules, formerCapsules }) => ({
          epoch: args.epoch,
          payloads: args.payloads,
          capsules: [args.capsules],
          formerCapsules: [...formerCapsules, ...capsules],
        }));
        break;
      case "RemarkAdded":
        change(args.report, ({ remarks }) => ({ remarks: [...remarks, args] }));
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
  const live = [...reports]
    .filter(([, { isGone }]) => !isGone)
    .map(([id, report]) => ({ ...report, id, remarks: underNewestLock(report.remarks) }));
  const heads = new Map(
    live.map(({ id, payloads, remarks }) => [id, [...payloads, ...remarks.map(({ payload }) => payload)]]),
  );
  const capsules = [...apart, ...live.flatMap(liveCapsules)];
  const stored = capsules.filter((field) => size(field) === DIGEST_LENGTH);
  return { digests: new Set([...[...heads.values()].flat(), ...stored]), heads };
}

/** `remarks`: under their newest lock. See [Note: capsules of an earlier lock]. */
function liveCapsules({ epoch, remarks, capsules, formerCapsules }: Report): Hex[] {
  const former = remarks.some((remark) => remark.epoch < epoch) ? formerCapsules : [];
  return [...former, ...capsules, ...remarks.map((remark) => remark.capsules)];
}

/** A payload gives way only to one of the same commitment and a later epoch: repeating a remark, without a new lock, ends nothing. */
function underNewestLock(remarks: readonly Remark[]): Remark[] {
  return remarks.filter(
    (remark) => !remarks.some(({ commitment, epoch }) => commitment === remark.commitment && epoch > remark.epoch),
  );
}
