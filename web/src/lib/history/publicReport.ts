import type { ChartId } from "@chartkey/protocol/chart";
import type { PurposeCode } from "@chartkey/protocol/purpose";
import type { ReportId } from "@chartkey/protocol/report-id";
import type { ResultOf } from "gql.tada";
import { getAddress, type Address, type Hex } from "viem";
import type { Hospital } from "../chain/who.ts";
import { everyPage } from "./everyPage.ts";
import { readEverythingStops, type EverythingStop } from "./everythingStops.ts";
import { graphql } from "./graphql.ts";
import { grantsOf } from "./grantsOf.ts";
import type { History } from "./history.svelte.ts";
import { namedDoctor, namedDoctorFields, type NamedDoctor } from "./namedDoctor.ts";
import { publicReportFromLogs } from "./fromLogs/publicFromLogs.ts";
import { readRecordEvents } from "./fromLogs/recordEvents.ts";

/** A consent as it was given; times in Unix seconds. */
export type PublicGrant = {
  id: Hex;
  grantee: NamedDoctor;
  /** It is for all reports of the chart, of which this is one. */
  isStanding: boolean;
  purpose: PurposeCode | "OTHER";
  since: number;
  /** Last second for which it was given. */
  expiry: number;
  /** When the patient stopped it, or everything with the doctor, or gave a newer one instead; null when none of these. */
  ended: { at: number; why: "stopped" | "everything-stopped" | "replaced"; transaction: Hex } | null;
  transaction: Hex;
};

/** One saying of a report's author. */
export type PublicVersion = {
  version: number;
  at: number;
  transaction: Hex;
  /** Digest that fixes what it says. */
  commitment: Hex;
};

/** What the public record says of a report: never what is in it. */
export type PublicReport = {
  id: ReportId;
  chart: ChartId;
  holder: Address;
  /** Null when patients added it themselves. */
  doctor: NamedDoctor | null;
  hospital: Hospital | null;
  addedAt: number;
  transaction: Hex;
  /** When its author withdrew it and the patient erased it; null while they did not. */
  retractedAt: number | null;
  erasedAt: number | null;
  /** A consent to all reports never covers it. */
  explicitOnly: boolean;
  /** Oldest first, at least one. */
  versions: readonly PublicVersion[];
  /** How often it was locked: 1 when added, one more with each new lock. */
  epoch: number;
  /** Digest of the locked report's first block: of the newest version, under the newest lock. */
  payload: Hex;
  /** Newest first. */
  grants: readonly PublicGrant[];
};

const reportQuery = graphql(
  `
    query PublicReport($block: Block_height!, $id: ID!) {
      report(block: $block, id: $id) {
        chart {
          id
          holder {
            id
          }
        }
        doctor {
          ...NamedDoctorFields
        }
        hospital {
          id
          name
        }
        addedAt
        added {
          transaction
        }
        retractedAt
        erasedAt
        explicitOnly
        versions(first: 255, orderBy: version) {
          version
          commitment
          addedAt
          added {
            transaction
          }
        }
        epoch
        payload
      }
    }
  `,
  [namedDoctorFields],
);

const grantsQuery = graphql(
  `
    query Grants($block: Block_height!, $report: String!, $after: Bytes!, $first: Int!) {
      grants(block: $block, first: $first, orderBy: id, where: { report: $report, id_gt: $after }) {
        id
        grantee {
          ...NamedDoctorFields
        }
        purpose
        expiry
        grantedAt
        granted {
          transaction
        }
        endedAt
        ended {
          name
          transaction
        }
        pairGeneration
        consent {
          pair {
            id
          }
        }
      }
    }
  `,
  [namedDoctorFields],
);

const standingGrantsQuery = graphql(
  `
    query StandingGrants($block: Block_height!, $chart: String!, $after: Bytes!, $first: Int!) {
      standingGrants(block: $block, first: $first, orderBy: id, where: { chart: $chart, id_gt: $after }) {
        id
        grantee {
          ...NamedDoctorFields
        }
        purpose
        expiry
        grantedAt
        granted {
          transaction
        }
        endedAt
        ended {
          name
          transaction
        }
      }
    }
  `,
  [namedDoctorFields],
);

type Grant = ResultOf<typeof grantsQuery>["grants"][number];
type StandingGrant = ResultOf<typeof standingGrantsQuery>["standingGrants"][number];

/** Null when there is no such report. */
export function readPublicReport(history: History, report: ReportId): Promise<PublicReport | null> {
  const id = report.toLowerCase() as ReportId;
  return history.read(
    async (ask) => {
      const { report } = await ask(reportQuery, { id });
      if (!report) return null;
      const chart = report.chart.id;
      const [grants, standingGrants, stopOf] = await Promise.all([
        everyPage(async (after, first) => (await ask(grantsQuery, { report: id, after, first })).grants),
        everyPage(async (after, first) => (await ask(standingGrantsQuery, { chart, after, first })).standingGrants),
        readEverythingStops(ask, { chart }),
      ]);
      const seconds = (text: string | null) => (text === null ? null : Number(text));
      const found: PublicReport = {
        id,
        chart,
        holder: getAddress(report.chart.holder.id),
        doctor: report.doctor && namedDoctor(report.doctor),
        hospital: report.hospital && { id: Number(report.hospital.id), name: report.hospital.name },
        addedAt: Number(report.addedAt),
        transaction: report.added.transaction,
        retractedAt: seconds(report.retractedAt),
        erasedAt: seconds(report.erasedAt),
        explicitOnly: report.explicitOnly,
        versions: report.versions.map(({ version, commitment, addedAt, added }) => {
          return { version, commitment, at: Number(addedAt), transaction: added.transaction };
        }),
        epoch: report.epoch,
        payload: report.payload,
        grants: [],
      };
      const all = [
        ...grants.map((grant) => ({
          ...publicGrant(grant),
          ended: endOf(grant, stopOf({ ...grant.consent, ...grant })),
        })),
        ...standingGrants.map((grant) => ({ ...publicGrant(grant), isStanding: true, ended: endOfStanding(grant) })),
      ];
      return { ...found, grants: grantsOf(found, all) };
    },
    async () => publicReportFromLogs(await readRecordEvents(history.chain), id),
  );
}

function publicGrant(grant: Omit<StandingGrant, "ended" | "endedAt">): Omit<PublicGrant, "ended"> {
  return {
    id: grant.id,
    grantee: namedDoctor(grant.grantee),
    isStanding: false,
    purpose: grant.purpose,
    since: Number(grant.grantedAt),
    expiry: Number(grant.expiry),
    transaction: grant.granted.transaction,
  };
}

/** A stop of everything with the doctor ends a grant without a log of its own, unless something ended it before. */
function endOf({ ended, endedAt }: Grant, stop: EverythingStop | undefined): PublicGrant["ended"] {
  if (stop && (endedAt === null || Number(stop.stoppedAt) <= Number(endedAt))) {
    return { at: Number(stop.stoppedAt), why: "everything-stopped", transaction: stop.stopped.transaction };
  }
  const why = ended?.name === "ConsentStopped" ? "stopped" : "replaced";
  return ended && { at: Number(endedAt), why, transaction: ended.transaction };
}

function endOfStanding({ ended, endedAt }: StandingGrant): PublicGrant["ended"] {
  const why = ended?.name === "EverythingStopped" ? "everything-stopped" : "replaced";
  return ended && { at: Number(endedAt), why, transaction: ended.transaction };
}
