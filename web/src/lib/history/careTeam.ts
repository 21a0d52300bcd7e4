import type { ChartId } from "@chartkey/protocol/chart";
import type { ResultOf } from "gql.tada";
import { getAddress, type Address } from "viem";
import { namedDoctor, namedDoctorFields } from "./namedDoctor.ts";
import { careFromLogs } from "./careFromLogs.ts";
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
    query ChartCare($chart: String!, $block: Block_height!) {
      cares(where: { chart: $chart }, orderBy: askedAt, orderDirection: desc, first: 1000, block: $block) {
        ...CareFields
      }
      assignments(where: { chart: $chart }, orderBy: assignedAt, orderDirection: desc, first: 1000, block: $block) {
        ...AssignmentFields
      }
    }
  `,
  [careFields, assignmentFields],
);

const doctorAssignmentsQuery = graphql(
  `
    query DoctorAssignments($doctor: String!, $block: Block_height!) {
      assignments(where: { doctor: $doctor }, orderBy: assignedAt, orderDirection: desc, first: 1000, block: $block) {
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
    async (ask) => teamOf(await ask(chartCareQuery, { chart })),
    () => careFromLogs(history.chain, chart),
  );
}

/** To whom a doctor was ever assigned, newest first. */
export function readDoctorAssignments(history: History, doctor: Address): Promise<AssignmentRow[]> {
  return history.read(async (ask) => {
    const { assignments } = await ask(doctorAssignmentsQuery, { doctor: doctor.toLowerCase() });
    return assignments.map(assignmentOf);
  }, null);
}

function teamOf({
  cares,
  assignments,
}: {
  cares: readonly ResultOf<typeof careFields>[];
  assignments: readonly ResultOf<typeof assignmentFields>[];
}): CareTeam {
  return { care: cares.map(careOf), assignments: assignments.map(assignmentOf) };
}

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
