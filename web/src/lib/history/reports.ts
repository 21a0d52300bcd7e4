import type { ChartId } from "@chartkey/protocol/chart";
import type { ReportId } from "@chartkey/protocol/report-id";
import { getAddress, type Address } from "viem";
import { namedDoctor, namedDoctorFields } from "./namedDoctor.ts";
import { everyNamed, everyPage } from "./everyPage.ts";
import { graphql } from "./graphql.ts";
import type { History } from "./history.svelte.ts";
import { reportsFromLogs } from "./reportsFromLogs.ts";
import type { ReportRow } from "./rows.ts";
import type { ResultOf } from "gql.tada";

const reportFields = graphql(
  `
    fragment ReportFields on Report @_unmask {
      id
      chart {
        id
      }
      author
      doctor {
        ...NamedDoctorFields
      }
      hospital {
        id
      }
      status
      reason
      retractedAt
      erasedAt
      version
      versions(first: 1, orderBy: version, orderDirection: desc) {
        addedAt
      }
      epoch
      commitment
      payload
      capsules
      holderKeyVersion
      explicitOnly
      addedAt
      added {
        transaction
      }
      sealed {
        actor {
          id
        }
      }
    }
  `,
  [namedDoctorFields],
);

const chartReportsQuery = graphql(
  `
    query ChartReports($chart: String!, $after: Bytes!, $first: Int!, $block: Block_height!) {
      reports(where: { chart: $chart, id_gt: $after }, orderBy: id, first: $first, block: $block) {
        ...ReportFields
      }
    }
  `,
  [reportFields],
);

const doctorReportsQuery = graphql(
  `
    query DoctorReports($doctor: String!, $after: Bytes!, $first: Int!, $block: Block_height!) {
      reports(where: { doctor: $doctor, id_gt: $after }, orderBy: id, first: $first, block: $block) {
        ...ReportFields
      }
    }
  `,
  [reportFields],
);

const reportsQuery = graphql(
  `
    query Reports($reports: [Bytes!]!, $after: Bytes!, $first: Int!, $block: Block_height!) {
      reports(where: { id_in: $reports, id_gt: $after }, orderBy: id, first: $first, block: $block) {
        ...ReportFields
      }
    }
  `,
  [reportFields],
);

/** Every report in a chart, newest first. */
export function readChartReports(history: History, chart: ChartId): Promise<ReportRow[]> {
  return history.read(
    async (ask) => {
      const reports = await everyPage(async (after, first) => {
        const variables = { chart, after, first };
        return (await ask(chartReportsQuery, variables)).reports;
      });
      return reports.map(rowOf).sort(newestFirst);
    },
    async () => (await reportsFromLogs(history.chain, { chart })).sort(newestFirst),
  );
}

/** Every report that a doctor wrote, newest first. */
export function readDoctorReports(history: History, doctor: Address): Promise<ReportRow[]> {
  return history.read(
    async (ask) => {
      const reports = await everyPage(async (after, first) => {
        const variables = { doctor: doctor.toLowerCase(), after, first };
        return (await ask(doctorReportsQuery, variables)).reports;
      });
      return reports.map(rowOf).sort(newestFirst);
    },
    async () => (await reportsFromLogs(history.chain, { author: doctor })).sort(newestFirst),
  );
}

/** These reports, newest first; those that do not exist are left out. */
export async function readReports(history: History, reports: readonly ReportId[]): Promise<ReportRow[]> {
  if (reports.length === 0) return [];
  return history.read(
    async (ask) => {
      const found = await everyNamed(reports, (some) =>
        everyPage(async (after, first) => {
          const variables = { reports: some, after, first };
          return (await ask(reportsQuery, variables)).reports;
        }),
      );
      return found.map(rowOf).sort(newestFirst);
    },
    async () => {
      const found = await everyNamed(reports, (some) => reportsFromLogs(history.chain, { report: some }));
      return found.sort(newestFirst);
    },
  );
}

function rowOf(report: ResultOf<typeof reportFields>): ReportRow {
  return {
    report: report.id,
    chart: report.chart.id,
    author: report.author,
    actor: getAddress(report.sealed.actor?.id ?? report.author),
    doctor: report.doctor && namedDoctor(report.doctor),
    hospital: report.hospital && Number(report.hospital.id),
    status: report.status,
    endedAt: endOf(report),
    reason: report.reason,
    version: report.version,
    versionAt: Number(report.versions[0]?.addedAt ?? report.addedAt),
    epoch: report.epoch,
    commitment: report.commitment,
    payload: report.payload,
    capsules: report.capsules,
    holderKeyVersion: report.holderKeyVersion,
    explicitOnly: report.explicitOnly,
    at: Number(report.addedAt),
    transaction: report.added.transaction,
  };
}

function endOf({ retractedAt, erasedAt }: { retractedAt: string | null; erasedAt: string | null }): number | null {
  const end = erasedAt ?? retractedAt;
  return end === null ? null : Number(end);
}

const newestFirst = (a: ReportRow, b: ReportRow) => b.at - a.at;
