import type { ChartId } from "@chartkey/protocol/chart";
import type { PurposeCode } from "@chartkey/protocol/purpose";
import type { ReportId } from "@chartkey/protocol/report-id";
import { getAddress, type Address, type Hex } from "viem";
import type { Hospital } from "../chain/who.ts";
import { graphql } from "./graphql.ts";
import type { History } from "./history.svelte.ts";
import { namedDoctor, namedDoctorFields, type NamedDoctor } from "./namedDoctor.ts";
import { publicReportFromLogs } from "./fromLogs/publicFromLogs.ts";
import { readRecordEvents } from "./fromLogs/recordEvents.ts";

/** A consent as it was given; times in Unix seconds. */
export type PublicGrant = {
  id: Hex;
  grantee: NamedDoctor;
  purpose: PurposeCode | "OTHER";
  since: number;
  /** Last second for which it was given. */
  expiry: number;
  /** When the patient stopped it or gave a newer one instead; null when neither. */
  ended: { at: number; why: "stopped" | "replaced"; transaction: Hex } | null;
  transaction: Hex;
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
  /** Digest that fixes what the report says. */
  commitment: Hex;
  /** Digest of the locked report's first block. */
  payload: Hex;
  /** Newest first. */
  grants: readonly PublicGrant[];
};

const reportQuery = graphql(
  `
    query PublicReport($block: Block_height!, $id: ID!, $report: String!) {
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
        commitment
        payload
      }
      grants(block: $block, first: 1000, orderBy: grantedAt, orderDirection: desc, where: { report: $report }) {
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

/** Null when there is no such report. */
export function readPublicReport(history: History, report: ReportId): Promise<PublicReport | null> {
  const id = report.toLowerCase() as ReportId;
  return history.read(
    async (ask) => {
      const { report, grants } = await ask(reportQuery, { id, report: id });
      if (!report) return null;
      return {
        id,
        chart: report.chart.id,
        holder: getAddress(report.chart.holder.id),
        doctor: report.doctor && namedDoctor(report.doctor),
        hospital: report.hospital && { id: Number(report.hospital.id), name: report.hospital.name },
        addedAt: Number(report.addedAt),
        transaction: report.added.transaction,
        commitment: report.commitment,
        payload: report.payload,
        grants: grants.map((grant) => ({
          id: grant.id,
          grantee: namedDoctor(grant.grantee),
          purpose: grant.purpose,
          since: Number(grant.grantedAt),
          expiry: Number(grant.expiry),
          ended: grant.ended && {
            at: Number(grant.endedAt),
            why: grant.ended.name === "ConsentStopped" ? ("stopped" as const) : ("replaced" as const),
            transaction: grant.ended.transaction,
          },
          transaction: grant.granted.transaction,
        })),
      };
    },
    async () => publicReportFromLogs(await readRecordEvents(history.chain), id),
  );
}
