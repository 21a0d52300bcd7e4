import type { ChartId } from "@chartkey/protocol/chart";
import type { ResultOf } from "gql.tada";
import { getAddress, type Address } from "viem";
import { namedDoctor, namedDoctorFields } from "./namedDoctor.ts";
import { careFromLogs } from "./careFromLogs.ts";
import { everyPage } from "./everyPage.ts";
import { graphql } from "./graphql.ts";
import type { History } from "./history.svelte.ts";
import type { AssignmentRow, CareRow } from "./rows.ts";

const careFields = graphql(`
  fragment CareFields on Care @_unmask {
    id
    chart {
      id
      holder {
        id
      }
    }
    hospital {
      id
    }
    status
    askedAt
    asked {
      transaction
    }
    acceptedAt
    suspendedAt
    endedAt
  }
`);

const assignmentFields = graphql(
  `
    fragment AssignmentFields on Assignment @_unmask {
      id
      chart {
        id
      }
      doctor {
        ...NamedDoctorFields
      }
      hospital {
        id
      }
      care {
        endedAt
      }
      assignedAt
      assigned {
        transaction
      }
      endedAt
    }
  `,
  [namedDoctorFields],
);

const chartCareQuery = graphql(
  `
    query ChartCare($chart: String!, $after: Bytes!, $first: Int!, $block: Block_height!) {
      cares(where: { chart: $chart, id_gt: $after }, orderBy: id, first: $first, block: $block) {
        ...CareFields
      }
    }
  `,
  [careFields],
);

const chartAssignmentsQuery = graphql(
  `
    query ChartAssignments($chart: String!, $after: Bytes!, $first: Int!, $block: Block_height!) {
      assignments(where: { chart: $chart, id_gt: $after }, orderBy: id, first: $first, block: $block) {
        ...AssignmentFields
      }
    }
  `,
  [assignmentFields],
);

const doctorAssignmentsQuery = graphql(
  `
    query DoctorAssignments($doctor: String!, $after: Bytes!, $first: Int!, $block: Block_height!) {
      assignments(where: { doctor: $doctor, id_gt: $after }, orderBy: id, first: $first, block: $block) {
        ...AssignmentFields
      }
    }
  `,
  [assignmentFields],
);

export type CareTeam = { care: CareRow[]; assignments: AssignmentRow[] };

/** Hospitals that a patient asked for care and the doctors they assigned, now and past, newest first. */
export function readChartCare(history: History, chart: ChartId): Promise<CareTeam> {
  return history.read(
    async (ask) => {
      const [cares, assignments] = await Promise.all([
        everyPage(async (after, first) => (await ask(chartCareQuery, { chart, after, first })).cares),
        everyPage(async (after, first) => (await ask(chartAssignmentsQuery, { chart, after, first })).assignments),
      ]);
      return {
        care: cares.map(careOf).sort(newestFirst),
        assignments: assignments.map(assignmentOf).sort(newestFirst),
      };
    },
    () => careFromLogs(history.chain, chart),
  );
}

/** To whom a doctor was ever assigned, newest first. */
export function readDoctorAssignments(history: History, doctor: Address): Promise<AssignmentRow[]> {
  return history.read(async (ask) => {
    const assignments = await everyPage(async (after, first) => {
      const variables = { doctor: doctor.toLowerCase(), after, first };
      return (await ask(doctorAssignmentsQuery, variables)).assignments;
    });
    return assignments.map(assignmentOf).sort(newestFirst);
  }, null);
}

const newestFirst = (a: { at: number }, b: { at: number }) => b.at - a.at;

function careOf(care: ResultOf<typeof careFields>): CareRow {
  return {
    chart: care.chart.id,
    holder: getAddress(care.chart.holder.id),
    hospital: Number(care.hospital.id),
    status: care.status,
    askedAt: Number(care.askedAt),
    acceptedAt: care.acceptedAt === null ? null : Number(care.acceptedAt),
    suspendedAt: care.status === "SUSPENDED" ? Number(care.suspendedAt) : null,
    endedAt: care.endedAt === null ? null : Number(care.endedAt),
    at: Number(care.askedAt),
    transaction: care.asked.transaction,
  };
}

function assignmentOf(assignment: ResultOf<typeof assignmentFields>): AssignmentRow {
  const ended = assignment.endedAt ?? assignment.care.endedAt;
  return {
    chart: assignment.chart.id,
    doctor: namedDoctor(assignment.doctor),
    hospital: Number(assignment.hospital.id),
    assignedAt: Number(assignment.assignedAt),
    endedAt: ended === null ? null : Number(ended),
    at: Number(assignment.assignedAt),
    transaction: assignment.assigned.transaction,
  };
}
